#pragma once
// Reject files of the XML formats: the input's own start byte for byte up to its first buyer, then each rejected record
// as it stood behind a comment with the cause, then the end tags. It imports again once mended.

#include "invoice/xml.h"

namespace goufang::invoice::xml {

struct RejectShape {
    Scanner::IsRecord is_record = nullptr;
    Scanner::IsRecord is_buyer = nullptr; ///< which of the records are buyers
    bool fold_end_tags = false;
    std::string_view count_element{}; ///< element in the head that tells how many records follow; "" = none
};

/// Throws as Scanner does when the input cannot be read up to its first buyer.
std::unique_ptr<RejectWriter> reject_writer(file::Sink& sink, std::string_view input, const ReadOptions& options,
                                            const RejectShape& shape);

} // namespace goufang::invoice::xml

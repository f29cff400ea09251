#pragma once
// Words before a value: what they are called stands in labels.def, how they are set off from the value here.

#include "invoice/paste/input.h"

#include <cstdint>
#include <optional>

namespace goufang::invoice::paste {

/// What may stand behind a label; bits.
using Kinds = std::uint32_t;
enum Kind : Kinds {
    k_name = 1,
    k_tax_id = 2,
    k_address = 4,
    k_phone = 8,
    k_bank = 16,
    k_account = 32,
    k_email = 64,
    k_remark = 128,
    k_mobile = 256,
    k_holder = 512,      ///< 户名: the name, unless there is another
    k_bank_place = 1024, ///< 开户地址: of the bank or of the company
    k_ignored = 2048,
    k_recipient = 4096, ///< of a parcel: what follows belongs to that person
    k_unknown = 8192,   ///< looks like a label, is none of ours
    k_person = 32768,   ///< a person: the next phone may be that person's
    k_delivery = 65536, ///< the mobile to which the electronic invoice goes
    k_common = 16384,   ///< also a common word of a sentence (公司); not among Label::kinds
};

/// What parts a label from its value, the surest first.
enum class Mark : std::uint8_t { colon, bracket, cell, line_end, space, verb, nothing };

struct Label {
    Kinds kinds = 0;
    double cap = 1;
    Mark mark = Mark::nothing;
    std::size_t from = 0, value = 0; ///< where it begins; where the value begins
    char32_t first = 0;              ///< first character of the words
    bool generic = false;            ///< a k_common word alone
};

/// The label that begins at `at`, in a line that ends at `end`. Joined labels (地址、电话, 税号/信用代码, 名称 Name)
/// are one with the kinds of all.
std::optional<Label> label_at(const Input& in, std::size_t at, std::size_t end);
/// A short unknown word with a colon behind it: "王会计:", "付款方式:".
std::optional<Label> unknown_label_at(const Input& in, std::size_t at, std::size_t end);
/// The kinds when `r` is a label and nothing else, as in a heading; 0 otherwise.
Kinds heading(const Input& in, Range r);

} // namespace goufang::invoice::paste

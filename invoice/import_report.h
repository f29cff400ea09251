#pragma once
// What an import tells of its rows: lines of the report, causes of what it does not take, the file of refused rows.

#include "core/file/file.h"
#include "core/store/registry.h"
#include "invoice/row_queue.h"
#include "invoice/transfer.h"

#include <functional>
#include <memory>
#include <string_view>

namespace goufang::invoice {

class ImportReport {
  public:
    /// All must outlive it; `sink` may be null: refused rows are not kept.
    ImportReport(const store::Registry& registry, std::string_view bytes, const ImportOptions& options,
                 const Format& format, const std::function<void(const ReportLine&)>& tell, file::Sink* sink)
        : m_registry(registry), m_bytes(bytes), m_options(options), m_format(format), m_tell(tell), m_sink(sink) {}

    /// Puts the cause first among the findings of a row that stands in a conflict.
    void explain(PlannedRow& p);
    /// Writes the row, whose first finding is the cause, to the file of refused rows.
    void refuse(PlannedRow& p);
    /// Tells a row that was refused, became a draft or leaves a doubt; of others nothing.
    /// `buyer`: whom of the registry the row is taken to be.
    void line(const PlannedRow& p, Outcome outcome, AisinoResult result, store::BuyerId buyer = 0);
    void finish() {
        if (m_rejects) m_rejects->finish();
    }

  private:
    const store::Registry& m_registry;
    std::string_view m_bytes;
    const ImportOptions& m_options;
    const Format& m_format;
    const std::function<void(const ReportLine&)>& m_tell;
    file::Sink* m_sink;
    std::unique_ptr<RejectWriter> m_rejects;
    ReportLine m_line;
};

} // namespace goufang::invoice

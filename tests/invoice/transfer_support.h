#pragma once
// Shared by the tests of import, export and conversion: a folder that goes away, small files made in memory, and
// shorthands that collect what the use cases report.

#include "core/text/errors.h"
#include "invoice/transfer.h"
#include "tests/support/random_buyer.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace goufang::invoice::test {

/// A new registry in a folder of its own, which goes away with it.
class TempRegistry {
  public:
    TempRegistry();
    ~TempRegistry();
    TempRegistry(const TempRegistry&) = delete;
    store::Registry& operator*() { return *m_registry; }
    store::Registry* operator->() { return m_registry.get(); }
    void reopen();

  private:
    std::string m_folder;
    std::unique_ptr<store::Registry> m_registry;
};

/// "{客户编码}" file in GBK with "~~"; each row without line end. Bytes above ASCII in `rows` are UTF-8.
std::string aisino(const std::vector<std::string>& rows);
/// A buyer's row: code~~name~~~~tax id~~"address phone"~~"bank account"~~~~~~False
std::string row(const std::string& code, const std::string& name, const std::string& tax_id = {});
/// The n-th valid credit code of the test region.
std::string tax_id(unsigned n);

struct Imported {
    ImportResult result;
    std::vector<ReportLine> lines;
    std::string rejects;
    const ReportLine* at(std::int64_t line) const; ///< nullptr when that line was not reported
    /// rule of the first finding -> how many lines of that outcome
    std::map<std::string, int> causes(Outcome outcome) const;
};
Imported import(store::Registry& r, std::string_view bytes, const ImportOptions& options = {},
                std::string_view name = "客户.txt");

struct Exported {
    ExportResult result;
    std::string bytes;
    std::vector<Problem> problems;
    std::map<std::string, int> rules() const;
};
Exported export_as(const store::Registry& r, std::string_view format_id, OnProblem on_problem = OnProblem::stop,
                   ExportOptions options = {});

std::vector<model::Buyer> buyers(const store::Registry& r);
/// Every buyer and category as text, without ids and revisions.
std::string dump(const store::Registry& r);
/// The code of the Error that `f` throws; fails the test when it throws none.
Code thrown(const std::function<void()>& f);

} // namespace goufang::invoice::test

#pragma once
// Reading the journal.

#include "core/store/engine.h"

#include <functional>
#include <optional>
#include <string_view>

namespace goufang::store {

struct StepRow {
    Step step;
    int state = 0; ///< step.undone: k_in_force ...
    StepId target = 0;
    std::int64_t first_change = 0, last_change = 0;
};
std::optional<StepRow> load_step(Db& db, StepId id);
StepId newest_in_force(Db& db); ///< 0 when there is none
StepId oldest_undone(Db& db);   ///< what redo would do again; 0 when there is none

struct Change {
    int what = 0, op = 0;
    std::int64_t row = 0;
    StepId revision = 0;
    std::string_view data; ///< valid during the call
};
/// The records of a step about buyers, categories or settings, oldest first.
void each_change(Db& db, const StepRow& step, int what, const std::function<void(const Change&)>& fn);

struct Span {
    int op = 0;
    BuyerId first = 0, last = 0;
    StepId revision = 0;
};
std::vector<Span> spans_of(Db& db, StepId step);

} // namespace goufang::store

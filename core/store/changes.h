#pragma once
// The register of changes (变更登记, J12): what was changed in buyers that were there already.

#include "core/store/registry.h"

#include <atomic>
#include <vector>

namespace goufang::store {

struct ChangeRegister {
    std::vector<RowChange> changes; ///< oldest first; none that was undone
    std::int64_t added = 0;         ///< buyers that came in the same time
};

/// What the steps behind `after` up to `last` changed, in live and recycled buyers. Looks at the history of each buyer
/// changed since `after`. Throws Error cancelled.
ChangeRegister changes_between(const Registry& r, StepId after, StepId last, const std::atomic<bool>* cancel = nullptr);

} // namespace goufang::store

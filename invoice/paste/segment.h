#pragma once
// A line -> its labels and what stands behind each.

#include "invoice/paste/input.h"
#include "invoice/paste/labels.h"

#include <vector>

namespace goufang::invoice::paste {

/// A piece of a line: a label with what follows it, or something without a label.
struct Item {
    Label label;
    Range value;
    bool labelled() const { return label.kinds != 0; }
};

std::vector<Item> segment(const Input& in, Range line);

} // namespace goufang::invoice::paste

#pragma once
// The corpus of pasted blocks: tests/data/pasted_blocks.txt (its form is told in its first lines).

#include "invoice/paste/blocks.h"

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace goufang::test {

using Expected = std::map<std::string, std::string>; ///< field key -> value

struct PasteCase {
    std::string id, text;
    std::vector<Expected> blocks;
};

inline std::vector<PasteCase> read_pastes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<PasteCase> cases;
    bool answers = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== ")) {
            cases.push_back({line.substr(4), {}, {}});
            answers = false;
        } else if (cases.empty()) {
            continue;
        } else if (line == "---" && !answers) {
            answers = true;
            cases.back().blocks.emplace_back();
        } else if (!answers) {
            cases.back().text += line + "\n";
        } else if (line == "+++") {
            cases.back().blocks.emplace_back();
        } else if (const std::size_t equals = line.find('='); equals != std::string::npos) {
            cases.back().blocks.back()[line.substr(0, equals)] = line.substr(equals + 1);
        }
    }
    return cases;
}

struct PasteScore {
    std::size_t fields = 0, right = 0, wrong_but_sure = 0;
    std::ostringstream report;
};

/// A field is right when its value is the expected one; what was found beyond the expected counts when it is sure.
inline void score(const PasteCase& c, PasteScore& s) {
    const auto blocks = invoice::paste::parse_blocks(c.text);
    if (blocks.size() != c.blocks.size())
        s.report << c.id << ": " << blocks.size() << " blocks, not " << c.blocks.size() << "\n";
    for (std::size_t i = 0; i < std::max(blocks.size(), c.blocks.size()); ++i) {
        const Expected expected = i < c.blocks.size() ? c.blocks[i] : Expected();
        const invoice::paste::Block block = i < blocks.size() ? blocks[i] : invoice::paste::Block();
        for (const auto& [key, value] : expected) {
            ++s.fields;
            const auto* f = block.find(*model::field_by_key(key));
            if (f != nullptr && f->value == value)
                ++s.right;
            else
                s.report << c.id << ": " << key << " is [" << (f ? f->value : "") << "] " << (f ? f->confidence : 0)
                         << ", not [" << value << "]\n";
        }
        for (const auto& f : block.fields) {
            const auto it = expected.find(std::string(model::info(f.field).key));
            const bool good = it != expected.end() && it->second == f.value;
            if (good || !f.sure()) continue;
            ++s.wrong_but_sure;
            s.report << c.id << ": sure of " << model::info(f.field).key << " [" << f.value << "] " << f.confidence
                     << "\n";
        }
    }
}

} // namespace goufang::test

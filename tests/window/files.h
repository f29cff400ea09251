#pragma once
// Whole files, as tests put them down and look at them.

#include "tests/window/program.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace goufang::desktop::test {

inline std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Writes a file into the home folder; its path.
inline std::string keep(const Home& home, const std::string& name, const std::string& bytes) {
    std::ofstream(home.at(name), std::ios::binary) << bytes;
    return home.at(name);
}

} // namespace goufang::desktop::test

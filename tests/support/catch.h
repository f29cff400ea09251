#pragma once
// Catch2 v3, or v2 where the system has nothing newer (Debian 12).
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#include <string>
namespace Catch {
using Detail::Approx;
namespace Matchers {
inline auto ContainsSubstring(std::string const& s) { return Contains(s); }
} // namespace Matchers
} // namespace Catch
#endif

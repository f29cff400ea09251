#pragma once
// Digests through OpenSSL.
#include <string>
#include <string_view>

namespace goufang::seal {
/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
} // namespace goufang::seal

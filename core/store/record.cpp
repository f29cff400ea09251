#include "core/store/record.h"

#include "core/text/errors.h"

#include <cstring>

namespace goufang::store {

char* put_varint(char* at, std::uint64_t v) {
    if (v < 0x80) {
        *at = static_cast<char>(v);
        return at + 1;
    }
    const std::size_t n = varint_length(v);
    if (n == k_longest_varint) { // the last byte has eight bits
        at[n - 1] = static_cast<char>(v);
        v >>= 8;
        for (std::size_t i = n - 1; i-- > 0; v >>= 7) at[i] = static_cast<char>(0x80 | (v & 0x7F));
        return at + n;
    }
    for (std::size_t i = n; i-- > 0; v >>= 7) at[i] = static_cast<char>((i + 1 == n ? 0 : 0x80) | (v & 0x7F));
    return at + n;
}

std::size_t varint_length(std::uint64_t v) {
    std::size_t n = 1;
    while (n < k_longest_varint && (v >>= 7) != 0) ++n;
    return n;
}

void Record::type(std::uint64_t serial) {
    if (m_type_bytes + k_longest_varint > k_head - 2) throw Error(Code::internal, {"record: too many columns"});
    m_type_bytes = static_cast<std::size_t>(put_varint(m_types + m_type_bytes, serial) - m_types);
}

Record& Record::bind_null(int) {
    type(0);
    return *this;
}

Record& Record::bind(int, std::int64_t v) {
    if (v == 0 || v == 1) {
        type(v == 0 ? 8 : 9);
        return *this;
    }
    constexpr int k_bytes[] = {1, 2, 3, 4, 6, 8};
    std::uint64_t serial = 1;
    for (const std::uint64_t magnitude = static_cast<std::uint64_t>(v < 0 ? ~v : v); serial < 6; ++serial)
        if (magnitude >> (8 * k_bytes[serial - 1] - 1) == 0) break;
    type(serial);
    for (int i = k_bytes[serial - 1]; i-- > 0;) m_bytes += static_cast<char>(static_cast<std::uint64_t>(v) >> (8 * i));
    return *this;
}

Record& Record::bind(int, std::string_view v) {
    type(13 + 2 * std::uint64_t{v.size()});
    m_bytes.append(v);
    return *this;
}

void Record::clear() {
    m_type_bytes = 0;
    m_bytes.resize(k_head);
}

std::string_view Record::bytes() {
    const std::size_t length_bytes = m_type_bytes + 1 < 0x80 ? 1 : 2; // the length of the header counts itself
    const std::size_t begin = k_head - m_type_bytes - length_bytes;
    put_varint(m_bytes.data() + begin, m_type_bytes + length_bytes);
    std::memcpy(m_bytes.data() + begin + length_bytes, m_types, m_type_bytes);
    return std::string_view(m_bytes).substr(begin);
}

} // namespace goufang::store

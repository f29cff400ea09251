#include "core/store/record.h"

#include "core/text/errors.h"

#include <cstring>

namespace goufang::store {

char* put_long_varint(char* at, std::uint64_t v) {
    const std::size_t n = varint_length(v);
    std::size_t i = n;
    if (n == k_longest_varint) { // the last byte has eight bits
        at[--i] = static_cast<char>(v);
        v >>= 8;
    }
    for (; i-- > 0; v >>= 7) at[i] = static_cast<char>((i + 1 == n ? 0 : 0x80) | (v & 0x7F));
    return at + n;
}

void Record::too_wide() { throw Error(Code::internal, {"record: too many columns"}); }

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
    const int bytes = k_bytes[serial - 1];
    char value[8];
    for (int i = 0; i < bytes; ++i)
        value[i] = static_cast<char>(static_cast<std::uint64_t>(v) >> (8 * (bytes - 1 - i)));
    m_bytes.append(value, static_cast<std::size_t>(bytes));
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

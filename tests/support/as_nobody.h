#pragma once
// Permissions for tests that run as root, to whom every file is open.

#ifndef _WIN32
#include <unistd.h>

namespace goufang::test {

/// While it lives, files are opened with the rights of the user nobody when the tests run as root. What the test itself
/// makes in that time must be in a folder that everybody may use.
class AsNobody {
  public:
    AsNobody() : m_root(::geteuid() == 0) { m_works = !m_root || ::seteuid(k_nobody) == 0; }
    ~AsNobody() {
        if (m_root && ::seteuid(0) != 0) ::_exit(3); // the tests that follow count on it
    }
    AsNobody(const AsNobody&) = delete;
    bool works() const { return m_works; } ///< false: rights cannot be given up here, there is nothing to test

  private:
    static constexpr uid_t k_nobody = 65534;
    bool m_root, m_works = false;
};

} // namespace goufang::test
#endif

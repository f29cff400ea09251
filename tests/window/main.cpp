// The window tests: a main of their own, because the toolkit has to be ended after the last test.
#include "tests/window/toolkit.h"
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

int main(int argc, char** argv) {
    const int failed = Catch::Session().run(argc, argv);
    goufang::desktop::test::end_toolkit();
    return failed;
}

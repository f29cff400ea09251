// The journeys of the product's design, done as a person does them.
#include "tests/support/catch.h"
#include "tests/window/program.h"

#include <wx/textctrl.h>

using namespace goufang;
using namespace goufang::desktop;
using namespace goufang::desktop::test;

TEST_CASE("J1: the first start", "[J1]") {
    Home home;
    Program program(home);
    program.expect("start_dialog", [&] {
        program.shot("J1-start");
        program.press('N', wxMOD_ALT);
    });
    program.expect("new_library_dialog", [&] {
        program.type("甲公司");
        program.shot("J1-new");
        program.press(WXK_RETURN);
    });
    program.settle();
    program.shot("J1");
}

#pragma once
// A display of the test's own: an Xvfb that is started with the first window and ended with the program, so that tests
// run beside each other and never on the screen of whoever runs them. And the hands of a person: real key and mouse
// events through the XTEST extension.

#include <string>
#include <wx/gdicmn.h>

namespace goufang::desktop::test {

/// Starts Xvfb (GOUFANG_TEST_SCREEN, default 1366x768) and points DISPLAY at it; once per process. GOUFANG_TEST_DISPLAY
/// names a display to be used instead. When there is no Xvfb it says so and ends the program with status 77, which
/// ctest counts as skipped.
void open_display();
/// Ends what open_display() started.
void close_display();

/// A key by its wx code (WXK_..., or an ASCII character, 'A' for the key A) with wxMOD_... held down. Events are in the
/// program's queue when this returns. Returns how many keys went down, the held ones included.
int send_key(int key, int modifiers = 0);
/// What the toolkit has taken from its queue since the start: it lets events lie while it paints.
struct Taken {
    int keys = 0;   ///< gone down
    int clicks = 0; ///< buttons come up
};
const Taken& taken();
void count_events(); ///< begins it, once the toolkit has started
void send_move(wxPoint screen);
void send_button(int button, bool down); ///< 1 left, 3 right
/// The whole screen as a PNG file.
void save_screen(const std::string& path);

} // namespace goufang::desktop::test

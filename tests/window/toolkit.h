#pragma once
// The toolkit under the window tests. Names no wx header: Catch2's main does not go together with them.

namespace goufang::desktop::test {

/// Display, toolkit and application object; done by the first Program.
void start_toolkit();
/// At the end of main().
void end_toolkit();

} // namespace goufang::desktop::test

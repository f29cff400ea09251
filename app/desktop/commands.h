#pragma once
// Commands as data (commands.def): what can be done, under which words and key, drawn with which icon.

#include <memory>
#include <span>
#include <string_view>
#include <wx/string.h>

class wxMenu;
class wxMenuBar;
class wxToolBar;

namespace goufang::desktop {

enum class Menu { file, edit, buyer, category, view, tools, help };

enum class Command {
    none = 5900, ///< above the ids that wx uses itself
#define GOUFANG_COMMAND(id, menu, label, shortcut, icon, help) id,
#include "app/desktop/commands.def"
#undef GOUFANG_COMMAND
    end
};

struct CommandInfo {
    Command command;
    Menu menu;
    std::string_view label, shortcut, icon, help; ///< label and help in 简体中文, not yet translated
};
std::span<const CommandInfo> commands();
const CommandInfo& info(Command c);
constexpr int wx_id(Command c) { return static_cast<int>(c); }

/// Which keys the fingers know: ours, or those of 用友 U8 (F5 增加, F6 保存, F3 查找, F2 参照).
enum class KeyHabit { usual, u8 };
/// The key of a command in a habit, written as in the table.
std::string_view key_of(const CommandInfo& c, KeyHabit habit);
/// The same as it is read by people: without the mark of those that are no accelerators.
std::string_view shown_key(const CommandInfo& c, KeyHabit habit);
/// Further keys of commands; they stand in no menu.
struct SecondKey {
    Command command;
    std::string_view key;
};
std::span<const SecondKey> second_keys(KeyHabit habit);

wxMenuBar* make_menu_bar(KeyHabit habit);
wxString menu_label(const CommandInfo& c, KeyHabit habit);
wxString tool_help(const CommandInfo& c, KeyHabit habit);
/// A context menu of some commands; Command::none is a separator.
std::unique_ptr<wxMenu> make_menu(std::span<const Command> list);
void fill_tool_bar(wxToolBar& bar, KeyHabit habit);

} // namespace goufang::desktop

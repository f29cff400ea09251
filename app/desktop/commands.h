#pragma once
// Commands as data (commands.def): what can be done, under which words and key, drawn with which icon.

#include <memory>
#include <span>
#include <string_view>

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

/// The key as it is read by people: without the mark of those that are no accelerators.
std::string_view shown_key(const CommandInfo& c);
wxMenuBar* make_menu_bar();
/// A context menu of some commands; Command::none is a separator.
std::unique_ptr<wxMenu> make_menu(std::span<const Command> list);
void fill_tool_bar(wxToolBar& bar);

} // namespace goufang::desktop

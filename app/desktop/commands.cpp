#include "app/desktop/commands.h"

#include "app/desktop/icons.h"
#include "app/desktop/tr.h"

#include <array>
#include <wx/menu.h>
#include <wx/toolbar.h>

namespace goufang::desktop {

namespace {

constexpr auto k_commands = std::to_array<CommandInfo>({
#define GOUFANG_COMMAND(id, menu, label, shortcut, icon, help) {Command::id, Menu::menu, label, shortcut, icon, help},
#include "app/desktop/commands.def"
#undef GOUFANG_COMMAND
});

constexpr std::array<std::string_view, 6> k_menu_titles{TR_NOOP("文件(&F)"), TR_NOOP("编辑(&E)"), TR_NOOP("购买方(&B)"),
                                                        TR_NOOP("分类(&C)"), TR_NOOP("工具(&T)"), TR_NOOP("帮助(&H)")};

} // namespace

std::span<const CommandInfo> commands() { return k_commands; }

const CommandInfo& info(Command c) {
    return k_commands.at(static_cast<std::size_t>(wx_id(c) - wx_id(Command::none) - 1));
}

wxMenuBar* make_menu_bar() {
    auto* bar = new wxMenuBar;
    std::array<wxMenu*, k_menu_titles.size()> menus{};
    for (wxMenu*& menu : menus) menu = new wxMenu;
    for (const CommandInfo& c : k_commands) {
        wxString text = tr(c.label);
        if (!c.shortcut.empty()) text += wxT("\t") + to_wx(c.shortcut);
        menus[static_cast<std::size_t>(c.menu)]->Append(wx_id(c.command), text, tr(c.help));
    }
    for (std::size_t i = 0; i < menus.size(); ++i) bar->Append(menus[i], tr(k_menu_titles[i]));
    return bar;
}

void fill_tool_bar(wxToolBar& bar) {
    bool first = true;
    Menu last{};
    // 增加 修改 删除 | 导入 导出 | 体检 | 撤销: the order that users of the tax clients know.
    for (const Command c : {Command::new_buyer, Command::edit_buyer, Command::remove_buyer, Command::import_file,
                            Command::export_file, Command::health, Command::undo}) {
        const CommandInfo& command = info(c);
        if (!first && command.menu != last) bar.AddSeparator();
        wxString label = tr(command.label);
        label = label.BeforeFirst('(');
        wxString help = tr(command.help);
        if (!command.shortcut.empty()) help += wxT(" (") + to_wx(command.shortcut) + wxT(")");
        bar.AddTool(wx_id(c), label, icon(command.icon), help);
        last = command.menu;
        first = false;
    }
    bar.Realize();
}

} // namespace goufang::desktop

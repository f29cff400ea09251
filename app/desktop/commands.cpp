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

constexpr std::array<std::string_view, 7> k_menu_titles{TR_NOOP("文件(&F)"), TR_NOOP("编辑(&E)"), TR_NOOP("购买方(&B)"),
                                                        TR_NOOP("分类(&C)"), TR_NOOP("查看(&V)"), TR_NOOP("工具(&T)"),
                                                        TR_NOOP("帮助(&H)")};

/// What U8 has instead of our keys; "" = none.
constexpr SecondKey k_u8_keys[] = {
    {Command::new_buyer, "F5"}, {Command::save_buyer, "F6"}, {Command::find, "F3"}, {Command::next_pane, ""}};
constexpr SecondKey k_second_usual[] = {{Command::import_file, "Ctrl+Shift+I"}}; // some toolkits take Ctrl+I for Tab
constexpr SecondKey k_second_u8[] = {{Command::import_file, "Ctrl+Shift+I"},
                                     {Command::new_buyer, "Ctrl+N"},
                                     {Command::save_buyer, "Ctrl+S"},
                                     {Command::find, "Ctrl+F"}};

wxMenuItem* append(wxMenu& menu, const CommandInfo& c, const wxString& label) {
    const bool check =
        c.command == Command::show_codes || c.command == Command::toggle_detail || c.command == Command::scope;
    return menu.Append(wx_id(c.command), label, wxEmptyString, check ? wxITEM_CHECK : wxITEM_NORMAL);
}

} // namespace

std::span<const CommandInfo> commands() { return k_commands; }

const CommandInfo& info(Command c) {
    return k_commands.at(static_cast<std::size_t>(wx_id(c) - wx_id(Command::none) - 1));
}

std::string_view key_of(const CommandInfo& c, KeyHabit habit) {
    if (habit == KeyHabit::u8)
        for (const SecondKey& k : k_u8_keys)
            if (k.command == c.command) return k.key;
    return c.shortcut;
}

std::string_view shown_key(const CommandInfo& c, KeyHabit habit) {
    const std::string_view key = key_of(c, habit);
    return key.starts_with('!') ? key.substr(1) : key;
}

std::span<const SecondKey> second_keys(KeyHabit habit) {
    if (habit == KeyHabit::u8) return k_second_u8;
    return k_second_usual;
}

wxString menu_label(const CommandInfo& c, KeyHabit habit) {
    const std::string_view key = key_of(c, habit);
    return key.empty() || key.front() == '!' ? tr(c.label) : tr(c.label) + wxT("\t") + to_wx(key);
}

wxString tool_help(const CommandInfo& c, KeyHabit habit) {
    const std::string_view key = shown_key(c, habit);
    return key.empty() ? tr(c.help) : tr(c.help) + wxT(" (") + to_wx(key) + wxT(")");
}

wxMenuBar* make_menu_bar(KeyHabit habit) {
    auto* bar = new wxMenuBar;
    std::array<wxMenu*, k_menu_titles.size()> menus{};
    for (wxMenu*& menu : menus) menu = new wxMenu;
    for (const CommandInfo& c : k_commands) append(*menus[static_cast<std::size_t>(c.menu)], c, menu_label(c, habit));
    for (std::size_t i = 0; i < menus.size(); ++i) bar->Append(menus[i], tr(k_menu_titles[i]));
    return bar;
}

std::unique_ptr<wxMenu> make_menu(std::span<const Command> list) {
    auto menu = std::make_unique<wxMenu>();
    wxString taken; // commands of several menus meet here: the first keeps the letter
    for (const Command c : list) {
        if (c == Command::none) {
            menu->AppendSeparator();
            continue;
        }
        wxMenuItem* item = append(*menu, info(c), tr(info(c).label));
        wxString label = item->GetItemLabel();
        const int at = label.Find('&');
        const wxChar letter = at == wxNOT_FOUND ? wxT(' ') : static_cast<wxChar>(wxToupper(label[at + 1]));
        if (letter != ' ' && taken.Find(letter) != wxNOT_FOUND) {
            label.Replace(wxString(wxT("(&")) + label[at + 1] + wxT(")"), wxEmptyString);
            label.Replace(wxT("&"), wxEmptyString);
            item->SetItemLabel(label);
        }
        taken += letter;
    }
    return menu;
}

void fill_tool_bar(wxToolBar& bar, KeyHabit habit) {
    // 增加 修改 删除 | 导入 导出 | 体检 | 撤销: the order that users of the tax clients know.
    struct Tool {
        Command command;
        std::string_view label;
        bool gap;
    };
    constexpr Tool tools[] = {
        {Command::new_buyer, TR_NOOP("增加"), false},    {Command::edit_buyer, TR_NOOP("修改"), false},
        {Command::remove_buyer, TR_NOOP("删除"), false}, {Command::import_file, TR_NOOP("导入"), true},
        {Command::export_file, TR_NOOP("导出"), false},  {Command::print_list, TR_NOOP("打印"), true},
        {Command::health, TR_NOOP("体检"), true},        {Command::undo, TR_NOOP("撤销"), true},
        {Command::redo, TR_NOOP("重做"), false},
    };
    for (const Tool& tool : tools) {
        if (tool.gap) bar.AddSeparator();
        const CommandInfo& command = info(tool.command);
        bar.AddTool(wx_id(tool.command), tr(tool.label), icon(command.icon), tool_help(command, habit));
    }
    bar.Realize();
}

} // namespace goufang::desktop

#include "app/desktop/format_names.h"

#include "app/desktop/tr.h"

namespace goufang::desktop {

namespace {

struct Name {
    std::string_view id, text;
};
constexpr Name k_names[] = {
    {"aisino-text", TR_NOOP("航天文本（客户编码）")},
    {"kehubianma-xml", TR_NOOP("百旺、UKey 客户编码 XML（KEHUBIANMA）")},
    {"kp-xml", TR_NOOP("开票单据 XML（Kp）")},
    {"fpkj-xml", TR_NOOP("电子发票开具 XML（FPKJ）")},
    {"sjjk-text", TR_NOOP("数据接口文本（SJJK）")},
    {"einvoice-xml", TR_NOOP("数电票 XML（EInvoice）")},
    {"vehicle-freight-xml", TR_NOOP("已开机动车、二手车、货运发票 XML")},
    {"csv", TR_NOOP("表格 CSV（逗号分隔）")},
    {"tsv", TR_NOOP("表格 TSV（制表符分隔）")},
    {"xlsx", TR_NOOP("Excel 工作簿（.xlsx）")},
    {"xls", TR_NOOP("Excel 97-2003 工作簿（.xls）")},
    {"etax-customer-xlsx", TR_NOOP("数电票 客户信息模板（.xlsx）")},
    {"etax-batch-xlsx", TR_NOOP("数电票 批量开票模板（.xlsx）")},
    {"etax-invoices-xlsx", TR_NOOP("数电票 全量发票查询（.xlsx）")},
    {"goufang-json", TR_NOOP("购方库 JSON（全部内容）")},
};

} // namespace

wxString format_name(const invoice::Format& format) {
    wxString name = to_wx(format.id);
    for (const Name& n : k_names)
        if (n.id == format.id) name = tr(n.text);
    return format.verified ? name : name + wxT("  ") + tr("未经客户端验证");
}

} // namespace goufang::desktop

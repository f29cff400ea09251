#include "app/desktop/invoice_text.h"

#include "core/text/split.h"

namespace goufang::desktop {

std::string invoice_block(const model::Buyer& b) {
    return "名称：" + b.name + "\n税号：" + b.tax_id + "\n地址电话：" + text::join_pair(b.address, b.phone) +
           "\n开户行及账号：" + text::join_pair(b.bank, b.account);
}

} // namespace goufang::desktop

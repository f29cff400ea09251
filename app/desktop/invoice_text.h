#pragma once
// What an invoice asks of its buyer, as text for other programs: the block of four lines, and field by field.
#include "core/model/buyer.h"

#include <array>
#include <string>

namespace goufang::desktop {

/// In the order of the tax clients' forms; Ctrl+1 ... Ctrl+6 of the picker and the order of its queue.
inline constexpr std::array<model::Field, 6> k_invoice_fields{model::Field::name,    model::Field::tax_id,
                                                              model::Field::address, model::Field::phone,
                                                              model::Field::bank,    model::Field::account};

/// 名称, 税号, 地址电话, 开户行及账号 with these labels, one a line, "\n" between; labels are those of the tax clients
/// and therefore never translated.
std::string invoice_block(const model::Buyer& b);

} // namespace goufang::desktop

#pragma once
// What stands at the ends of a value and is no part of it: notes in brackets, words of a chat, other labels.

#include "core/model/buyer.h"
#include "invoice/paste/input.h"

namespace goufang::invoice::paste {

/// Words of notes that are part of a name: （普通合伙）（个体工商户）.
inline constexpr std::u32string_view k_legal_forms = U"合伙|个体|独资|集团|有限|中国|特殊|国际";

/// Without a last note in brackets, whatever it says.
Range without_note(const Input& in, Range r);
/// Without what ends a sentence of a chat: 就行, 即可, 哈.
Range without_particle(const Input& in, Range r);
/// Without a last note in brackets that tells of the invoice: （一般纳税人）（开专票）（公章）.
Range without_remark(const Input& in, Range r);
/// Without what a note at either end of a bank's name says of the account: （一般户）（基本户）（人民币）.
Range without_account_kind(const Input& in, Range r);
/// Without what no name, address or bank has as a part of it: a last note in brackets （以营业执照为准）（老王介绍）,
/// what stands behind a sign or comma （某某支行←注意）, a particle （某某支行哈）.
Range without_odd_note(const Input& in, Range r, model::Field field);
/// Without what a sentence adds behind a comma, a stop or a space.
Range without_chat(const Input& in, Range r);
/// Without 账号, A/C No. and the like at the end.
Range without_account_word(const Input& in, Range r);
/// Of an address in two scripts, "No. 8, Huaihe West Road 淮河西路8号", what is written on an invoice.
Range chinese_address(const Input& in, Range r);

} // namespace goufang::invoice::paste

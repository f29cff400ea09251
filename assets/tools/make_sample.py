#!/usr/bin/env python3
"""Makes assets/samples/customers-gbk.txt: a 客户编码 library as the Aisino client exports it (GBK, CRLF, "~~").

360 invented buyers under a four-level tree of invented places. Tax ids are from the unassigned region 999999 with
right check characters. Nine rows carry a fault that real libraries have, so that the check has something to say.

    python3 assets/tools/make_sample.py > assets/samples/customers-gbk.txt

Standard library only; the same bytes at each run.
"""
import random
import sys

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
W31 = [pow(3, i, 31) for i in range(17)]
W11 = (3, 7, 9, 10, 5, 8, 4, 2)
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

PLACES = {  # region -> province -> (city, area code); none of them exists
    "华东区": {"云溪省": [("青岚市", "0999"), ("临澜市", "0998")], "望海省": [("碧湾市", "0997"), ("银滩市", "0996")]},
    "华北区": {"朔原省": [("雁回市", "0995"), ("白桦市", "0994")]},
    "西南区": {"锦川省": [("竹海市", "0993"), ("茶岭市", "0992")]},
}
CLASSES = ["重点客户", "普通客户"]
BRAND = "恒信达通瑞安泰康宏远兴隆昌顺鑫源丰汇创新世纪海天龙腾飞扬明光宇博雅文德诚正和美欣荣泽润嘉"
TRADE = ["科技", "贸易", "机电设备", "建筑工程", "物流", "食品", "文化传媒", "环保科技", "五金制品", "信息技术", "纺织", "包装制品"]
FORM = ["有限公司"] * 6 + ["有限责任公司", "股份有限公司"]
SHOP = ["五金商行", "便利店", "图文工作室", "水果批发部", "饭店"]
PUBLIC = ["实验小学", "人民医院", "图书馆", "档案馆"]
ROADS = ["文三路", "梧桐大道", "滨河路", "长乐街", "学府路", "银杏路"]
BANKS = ["示例银行", "样本银行", "测试商业银行"]


def uscc(kind, serial):
    head = kind + "999999"
    n, body = serial * 48271 + 7, ""
    for _ in range(6):
        n, d = divmod(n, 31)
        body = ALPHABET[d] + body
    body = "MA" + body
    s = sum(BASE36.index(c) * w for c, w in zip(body, W11))
    body += "0123456789X0"[11 - s % 11]
    s = sum(ALPHABET.index(c) * w for c, w in zip(head + body, W31))
    return head + body + ALPHABET[-s % 31]


def main():
    rng = random.Random(20261122)
    rows, serial, used = [], 0, set()
    for r, (region, provinces) in enumerate(PLACES.items(), 1):
        rcode = "%02d" % r
        rows.append([rcode, region, ""])
        for p, (province, cities) in enumerate(provinces.items(), 1):
            pcode = rcode + "%02d" % p
            rows.append([pcode, province, ""])
            for c, (city, area) in enumerate(cities, 1):
                ccode = pcode + "%02d" % c
                rows.append([ccode, city, ""])
                for k, klass in enumerate(CLASSES, 1):
                    kcode = ccode + "%02d" % k
                    rows.append([kcode, klass, ""])
                    for i in range(1, 24 if k == 1 else 23):
                        serial += 1
                        while True:
                            brand = "".join(rng.sample(BRAND, 2))
                            x = rng.random()
                            if x < 0.8:
                                name, kind = city[:-1] + brand + rng.choice(TRADE) + rng.choice(FORM), "91"
                            elif x < 0.95:
                                name, kind = city[:-1] + brand + rng.choice(SHOP), "92"
                            else:
                                name, kind = city + brand + rng.choice(PUBLIC), "12"
                            if name not in used:
                                break
                        used.add(name)
                        phone = "%s-%08d" % (area, rng.randrange(20000000, 89999999)) if rng.random() < 0.6 else "199%08d" % rng.randrange(10**8)
                        address = "%s%s%s%d号" % (province, city, rng.choice(ROADS), rng.randrange(1, 900))
                        account = "%019d" % rng.randrange(10**17, 10**18)
                        rows.append([kcode + "%03d" % i, name, "", uscc(kind, serial), address + " " + phone,
                                     rng.choice(BANKS) + city[:-1] + "分行 " + account,
                                     "fp%d@example.com" % serial if rng.random() < 0.4 else "",
                                     rng.choice(["", "", "", "月结", "款到发货"]), "False"])
    buyers = [x for x in rows if len(x) == 9]
    plant = rng.sample([b for b in buyers if b[3].startswith("91")], 9)
    plant[0][3] = plant[0][3][:17] + next(c for c in "54" if c != plant[0][3][17])  # wrong check character
    plant[1][3] = plant[1][3][:16] + "O" + plant[1][3][17:]  # the letter O
    plant[2][3] = plant[2][3].lower()
    plant[3][3] = ""
    plant[4][4] = plant[4][4].replace("号 ", "号,3幢1201室 ")  # ASCII comma
    plant[5][4] += "#|#" + plant[5][4].replace("号", "号副楼", 1)  # two addresses
    plant[6][1] += "（" + "分公司" * 15 + "）"  # over 100 bytes in GBK
    plant[7][3] = "".join(chr(ord(c) + 0xFEE0) for c in plant[7][3])  # full width
    plant[8][0] = "77" + plant[8][0][2:]  # its category is nowhere
    rows.sort(key=lambda x: x[0])
    out = ['{客户编码}[分隔符]"~~"', "// 每行格式 :", "// 编码~~名称~~简码~~税号~~地址电话~~银行账号~~邮件地址~~备注~~身份证校验"]
    for row in rows:
        out.append("~~".join('"%s"' % v if " " in v else v for v in row))
    sys.stdout.buffer.write(("\r\n".join(out) + "\r\n").encode("gbk"))


main()

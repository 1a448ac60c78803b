"""Makes what is typed comparable, letter by letter: plain width, small letters, simplified characters; positions stay."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TRADITIONAL = (
    "張张陳陈劉刘黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢許许韓韩馮冯鄧邓蕭萧葉叶蔣蒋閻阎鍾钟譚谭陸陆範范盧卢賈贾鄒邹龍龙萬万錢钱湯汤賴赖龐庞顏颜"
    "請请幫帮給给對对將将讓让這这個个條条為为說说話话時时間间鐘钟點点開开關关設设回回復复覆复轉转發发送送傳传訊讯資资訊讯號号"
    "無无會会員员體体聊聊訊讯檔档踢踢組组隊队摸摸魚鱼靜静聲声擾扰頂顶讀读標标記记錄录請请求求禮礼週周兩两後后裡里裏里"
    "頭头銜衔稱称號号備备註注刪删黑黑單单離离退退羣群邀邀動动態态圖图片片語语音音頻频視视頻频尋寻找找搜搜檢检查查"
    "戳戳贊赞讚赞麼么嗎吗吧吧啊啊還还過过來来說说誰谁訴诉東东國国華华偉伟麗丽強强軍军傑杰鳳凤蘭兰紅红雲云飛飞寶宝貝贝賢贤亞亚義义"
    "愛爱樂乐書书長长門门問问題题學学習习師师風风電电腦脑車车錯错連连線线網网絡络選选擇择擴扩禁禁與与從从並并權权限限"
    "測测試试級级術术業业務务當当實实現现應应該该夢梦雞鸡貓猫鳥鸟見见覺觉聽听講讲認认識识變变換换齊齐屬属繼继續续終终結结總总經经剛刚鎖锁閉闭"
)
_SIMPLE = {old: new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True) if old != new}


@lru_cache(maxsize=4096)
def _char(char: str) -> str:
    """Return the one character that stands for *char*."""
    plain = unicodedata.normalize("NFKC", char).casefold()
    plain = plain if len(plain) == 1 else char
    if plain in "‘’`´":
        return "'"
    if plain in '“”「」『』"':
        return '"'
    letter = unicodedata.normalize("NFD", plain)[0]
    if letter.isascii() and letter.isalpha():
        return letter  # lüziqiao, José
    return " " if plain.isspace() else _SIMPLE.get(plain, plain)


@lru_cache(maxsize=32_768)
def plain(text: str) -> str:
    """Return *text* as it is compared: of the same length, so that what is found stands at the same place in what was typed."""
    return text.lower() if text.isascii() and "\n" not in text and "\t" not in text else "".join(map(_char, text))

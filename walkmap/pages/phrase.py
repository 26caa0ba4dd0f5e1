"""Phrases that lock pages: a few everyday words, easy to say on the phone and to type.

Chinese words have two characters each, so that they need no spaces, and no two sound alike; who
types Latin letters gets English ones. Seven of 512 are 63 bits: nobody guesses them, while six
digits are guessed in a minute by whoever has the file.
"""

import secrets

COUNT = 7

_ZH = """
苹果 香蕉 葡萄 西瓜 草莓 橘子 石榴 樱桃 荔枝 菠萝 芒果 柠檬 核桃 花生 板栗 红枣
山楂 杨梅 椰子 白菜 萝卜 黄瓜 茄子 土豆 芹菜 菠菜 韭菜 南瓜 冬瓜 豆角 辣椒 大蒜
蘑菇 木耳 竹笋 莲藕 豌豆 洋葱 香菜 馒头 包子 饺子 面条 油条 豆浆 米饭 馄饨 烧饼
煎饼 豆腐 鸡蛋 牛奶 面包 蛋糕 饼干 月饼 粽子 汤圆 年糕 火腿 香肠 鱼丸 腊肉 粉丝
米线 酱油 白糖 蜂蜜 花椒 桂皮 芝麻 绿豆 小米 高粱 玉米 燕麦 果酱 糖果 瓜子 茶叶
咖啡 酸奶 果汁 汽水 冰棍 凉粉 春卷 麻花 锅巴 火锅 烤鸭 凉菜 鱼汤 拉面 薯条 布丁
奶酪 黄油 杏仁 茶壶 饭碗 筷子 勺子 盘子 菜刀 铁锅 蒸笼 水壶 杯子 瓶子 罐头 水桶
砧板 冰箱 烤箱 炉子 火柴 抹布 围裙 桌子 椅子 板凳 沙发 书架 衣柜 抽屉 窗帘 地毯
镜子 台灯 枕头 床单 凉席 竹篮 纸箱 花瓶 相框 日历 时钟 手表 闹钟 钥匙 雨伞 扇子
毛巾 牙刷 肥皂 梳子 剪刀 针线 纽扣 皮带 拖鞋 袜子 手套 围巾 帽子 毛衣 大衣 衬衫
裤子 裙子 棉袄 雨衣 布鞋 皮鞋 眼镜 钱包 书包 背包 口袋 拐杖 轮椅 摇篮 风筝 气球
灯笼 鞭炮 铅笔 钢笔 毛笔 橡皮 尺子 本子 信封 邮票 报纸 字典 黑板 粉笔 墨水 胶水
算盘 地图 课本 画册 卡片 印章 锤子 钉子 螺丝 扳手 钳子 斧头 铲子 锄头 梯子 绳子
铁丝 水管 油漆 砖头 水泥 木板 玻璃 电线 开关 灯泡 电池 插座 风扇 空调 电视 电话
相机 喇叭 耳机 键盘 鼠标 磁铁 齿轮 弹簧 轴承 轮胎 链条 刹车 铃铛 汽车 火车 飞机
轮船 帆船 地铁 电车 卡车 马车 单车 吊车 渡船 木筏 风车 水车 滑梯 秋千 雪橇 滑板
小猫 小狗 老虎 狮子 大象 熊猫 猴子 兔子 松鼠 狐狸 骆驼 山羊 绵羊 黄牛 白马 毛驴
野猪 公鸡 鸭子 天鹅 燕子 喜鹊 麻雀 鸽子 老鹰 孔雀 鹦鹉 企鹅 海鸥 乌龟 青蛙 金鱼
鲤鱼 鲨鱼 鲸鱼 海豚 螃蟹 龙虾 贝壳 章鱼 蜜蜂 蝴蝶 蜻蜓 蚂蚁 蜗牛 蚯蚓 蟋蟀 蜘蛛
刺猬 河马 斑马 袋鼠 恐龙 海星 水母 蝙蝠 仙鹤 柳树 杨树 竹子 梧桐 银杏 枫叶 槐花
荷花 梅花 菊花 兰花 桃花 月季 牡丹 茉莉 芦苇 青草 苔藓 种子 树根 树枝 花园 草原
森林 高山 河流 湖水 大海 沙滩 小岛 山洞 瀑布 温泉 泉水 池塘 田野 果园 菜地 石头
太阳 月亮 星星 白云 彩虹 春风 细雨 雪花 闪电 雷声 冰块 露珠 大雾 霜降 早晨 黄昏
夜空 影子 火山 沙漠 学校 医院 邮局 银行 书店 超市 公园 广场 车站 码头 机场 桥梁
隧道 马路 胡同 院子 楼梯 阳台 厨房 客厅 屋顶 烟囱 篱笆 水井 凉亭 石狮 宝塔 长城
城墙 钟楼 鼓楼 牌坊 庙会 集市 茶馆 饭店 工厂 农场 仓库 车库 钢琴 口琴 二胡 笛子
琵琶 古筝 吉他 锣鼓 唢呐 歌曲 舞蹈 京剧 相声 电影 皮影 剪纸 书法 国画 泥人 陶瓷
足球 篮球 排球 网球 象棋 围棋 跳绳 毽子 太极 游泳 跑步 爬山 滑冰 钓鱼 射箭 举重
拔河 体操 魔术 杂技 红色 蓝天 绿叶 紫砂 金牌 银币 铜钱 玉镯 珍珠 宝石 丝绸 棉花
羊毛 皮革 木头 黄土 沙子 煤炭 蜡烛 香皂 医生 老师 司机 农民 工人 厨师 木匠 裁缝
画家 歌手 邮差 渔夫 园丁 铁匠 船长 爷爷 奶奶 叔叔 孙女 邻居 春天 夏夜 秋收 冬至
元旦 端午 重阳 上午 周末 假期 生日 婚礼 故事 谜语 童话 梦想 微笑 问候 礼物 奖状
"""
_EN = """
apple banana grape melon lemon peach cherry mango plum olive walnut peanut almond raisin papaya
coconut apricot berry orange quince carrot potato tomato onion garlic pepper cabbage spinach
pumpkin radish celery lettuce cucumber turnip bean pea corn mushroom parsley ginger bread butter
cheese noodle dumpling pancake biscuit pudding honey sugar sauce soup salad pasta rice cereal
yogurt cream jam toast coffee juice milk water lemonade cocoa sandwich sausage waffle pretzel
muffin cookie candy syrup vinegar mustard cinnamon vanilla basil kettle teapot bowl spoon fork
plate knife pan basket bottle bucket jar mug tray oven stove fridge blender apron napkin table
chair bench sofa shelf drawer curtain carpet mirror lamp pillow blanket mattress cushion cradle
cupboard ladder broom candle lantern clock watch alarm key umbrella towel brush soap comb scissors
needle thread button zipper belt slipper sock glove scarf hat coat shirt trousers skirt sweater
jacket raincoat boot sandal glasses wallet backpack pocket suitcase ribbon helmet uniform vest
pencil paper crayon eraser ruler notebook envelope stamp journal letter chalk ink glue map poster
calendar picture postcard album folder hammer nail screw wrench pliers saw axe shovel rake rope
wire pipe paint brick cement plank glass cable switch drill bulb battery socket heater fan radio
camera speaker keyboard printer magnet gear spring wheel chain brake bell whistle engine pedal car
train plane ship boat subway tram truck wagon bicycle crane ferry raft rocket scooter sled canoe
tractor balloon kite kitten puppy tiger lion elephant panda monkey rabbit squirrel fox camel goat
sheep donkey horse pony cow rooster duck goose swallow magpie sparrow pigeon eagle peacock parrot
penguin seagull turtle frog goldfish salmon whale dolphin crab lobster octopus oyster shrimp bee
butterfly dragonfly ant snail worm cricket spider hedgehog hippo giraffe zebra kangaroo lizard
starfish owl otter beaver badger heron pine willow maple bamboo oak cedar birch lotus tulip daisy
rose lily orchid violet jasmine clover fern moss cactus ivy root branch leaf petal garden meadow
forest mountain river lake ocean beach island cave waterfall pond valley orchard field stone sun
moon star cloud rainbow breeze drizzle snow thunder icicle dew fog frost dawn dusk shadow volcano
desert glacier canyon school hospital market bank bakery library park square station airport
bridge tunnel avenue courtyard stairs balcony kitchen parlour attic roof chimney fence well
pavilion tower castle wall temple statue fountain museum cafe factory farm barn garage windmill
lighthouse piano violin flute guitar drum trumpet harp cello banjo accordion song dance opera
movie puppet sketch poem sculpture pottery novel football tennis hockey chess puzzle marble
skating swimming running climbing fishing archery rowing gymnast magic juggler circus dice domino
silver golden copper iron pearl diamond silk cotton wool leather timber clay sand coal feather
crystal amber velvet linen doctor teacher driver farmer baker tailor painter singer postman
gardener captain pilot sailor carpenter barber nurse uncle cousin friend summer autumn winter
morning evening holiday birthday wedding story riddle dream smile present medal parade picnic
journey weekend festival harvest compass anchor telescope hammock tent campfire saddle barrel
trolley escalator elevator playground swing slide seesaw bubble sticker trophy crown flag
"""


def words(lang: str) -> list[str]:
    """Return the words that phrases in this language are made of."""
    return (_EN if lang == "en" else _ZH).split()


def new_phrase(lang: str) -> str:
    """Return a phrase that nobody has had before, its words with spaces between them."""
    return " ".join(secrets.choice(words(lang)) for _ in range(COUNT))

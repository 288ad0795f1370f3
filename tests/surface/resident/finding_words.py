"""What people say, and where it should lead them."""

WANTED = (
    ("长辈版", "/look"),
    ("亲情版", "/look"),
    ("关爱版", "/look"),
    ("关怀版", "/look"),
    ("字太小了看不清", "/look"),
    ("large type", "/look"),
    ("家里漏水", "/report"),
    ("报修", "/report"),
    ("REPAIR", "/report"),
    ("太吵", "/report?about=around"),
    ("我要投诉", "/report?about=say"),
    ("有人困在电梯里", "/report?about=safe"),
    ("进度", "/matters"),
    ("写到一半", "/drafts"),
    ("监控", "/measured"),
    ("停水通知", "/notices"),
    ("谁看过我的资料", "/me"),
    ("怎么用", "/practice"),
    ("人工客服", "/help"),
)

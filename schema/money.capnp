# Money, days and hashes: how they are stored, and how they read as JSON.
@0xc63c23d7c87b4aef;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("sunledger::schema");

annotation yuan @0xd1f1b6a0a6f3c701 (field) :Void;
# On an Int64: fen (0.01 yuan). In JSON a decimal string of yuan, "1234.50".

annotation day @0xd1f1b6a0a6f3c702 (field) :Void;
# On an Int32: days since 1970-01-01. In JSON "YYYY-MM-DD". The field's default value, -2147483648, means "not given".

const noDay :Int32 = -2147483648;

enum Source {
  # 资金性质. Names as in the import files.
  general @0;   # 一般公共预算
  fund @1;      # 政府性基金
  capital @2;   # 国有资本经营预算
  other @3;     # 其他收入
  donation @4;  # 捐赠
}

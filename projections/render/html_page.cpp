#include "projections/render/html_page.h"

namespace sunledger::html_page {

const std::string_view style = R"(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #ffffff; color: #1a1a1a; font: 1.0625rem/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; line-height: 1.4; margin: 0; }
.conclusion { font-size: 1.25rem; border-left: 0.4rem solid #174a7c; padding: 0.25rem 0 0.25rem 0.9rem; margin: 1rem 0; }
nav ol { margin: 0; padding: 0; list-style: none; }
a { color: #0b4a8f; text-decoration: underline; }
nav a { display: inline-block; min-height: 44px; padding: 0.6rem 0.25rem; }
:focus-visible { outline: 3px solid #0b4a8f; outline-offset: 2px; }
section { margin: 2rem 0; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; min-width: 100%; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
caption { text-align: left; }
.caption { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 3rem); padding: 0.5rem 0; overflow-wrap: anywhere; }
th, td { border: 1px solid #6b6b6b; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; font-weight: normal; }
thead th { background: #e8eef5; font-weight: bold; vertical-align: bottom; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.total th, .total td { font-weight: bold; border-top: 3px double #1a1a1a; }
.level-1 { padding-left: 1.6rem; }
.level-2 { padding-left: 2.6rem; }
.level-3 { padding-left: 3.6rem; }
.level-4 { padding-left: 4.6rem; }
.positions { display: block; font-size: 0.875rem; font-weight: normal; white-space: normal; color: #404040; }
figure { margin: 1rem 0; }
.bars { display: block; width: 100%; max-width: 26rem; height: auto; font: 14px "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
.bars text { fill: #1a1a1a; }
.bars .figure { font-variant-numeric: tabular-nums; }
.bar { fill: #174a7c; stroke: #174a7c; stroke-width: 1; }
.bar.negative { fill: none; stroke-width: 2; }
dl { margin: 0; }
dt { font-weight: bold; margin-top: 0.5rem; }
dd { margin: 0; }
code { font-family: "Noto Sans Mono CJK SC", monospace; font-size: 0.9375rem; overflow-wrap: anywhere; }
@media (forced-colors: active) {
  .bars text { fill: CanvasText; }
  .bar { fill: CanvasText; stroke: CanvasText; }
  .bar.negative { fill: Canvas; }
}
@media print {
  @page { size: A4; margin: 15mm; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  .scroll { overflow: visible; }
  .caption { position: static; max-width: none; }
  table { font-size: 9pt; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  caption, h2 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
)";

const std::string_view page = R"(<!DOCTYPE html>
<html lang="{{language}}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{{{style_hash}}}'; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<meta name="sunledger-report" content="{{statement}}"/>
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<main>
<h1>{{title}}</h1>
{{#subtitle}}
<p class="subtitle">{{words}}</p>
{{/subtitle}}
<p class="conclusion">{{conclusion}}</p>
{{#contents}}
<nav aria-label="{{contents_label}}">
<ol>
{{#entries}}
<li><a href="#{{anchor}}">{{words}}</a></li>
{{/entries}}
</ol>
</nav>
{{/contents}}
{{{sections}}}
{{#remarks}}
<section>
{{#heading}}
<h2>{{words}}</h2>
{{/heading}}
<p>{{text}}</p>
{{#behind}}
<p class="positions">{{words}}</p>
{{/behind}}
</section>
{{/remarks}}
<section id="provenance">
<h2>{{provenance_heading}}</h2>
<dl>
{{#provenance}}
<dt>{{label}}</dt>
<dd>{{#machine}}<code>{{value}}</code>{{/machine}}{{^machine}}{{value}}{{/machine}}</dd>
{{/provenance}}
</dl>
</section>
</main>
</body>
</html>
)";

const std::string_view table = R"(<section id="{{id}}">
<div class="scroll" role="region" tabindex="0" aria-labelledby="{{id}}-caption">
<table>
<caption><div class="caption" id="{{id}}-caption"><h2>{{caption}}</h2></div></caption>
<thead>
<tr>{{#columns}}<th scope="col" data-column="{{id}}"{{#number}} class="number"{{/number}}>{{title}}</th>{{/columns}}</tr>
</thead>
<tbody>
{{{rows}}}
{{#empty}}
<tr><td colspan="{{column_count}}">{{empty_note}}</td></tr>
{{/empty}}
</tbody>
</table>
</div>
{{#note}}
<p>{{words}}</p>
{{/note}}
{{{figures}}}
</section>
)";

const std::string_view row =
    R"(<tr data-key="{{key}}"{{#total}} class="total"{{/total}}>{{#cells}}{{#header}}<th scope="row" class="{{class}}">{{/header}}{{^header}}<td class="{{class}}">{{/header}}{{words}}{{#behind}}<span class="positions">{{words}}</span>{{/behind}}{{#header}}</th>{{/header}}{{^header}}</td>{{/header}}{{/cells}}</tr>
)";

const std::string_view figure = R"(<figure>
<figcaption>{{title}}</figcaption>
{{{svg}}}
</figure>
)";

}  // namespace sunledger::html_page

import Foundation
import PolicyCore
import Values

/// How a report looks in a browser, light or dark, and on paper.
enum ReportStyle {
  /// Colours that can be read on their ground; dangers are told by words too.
  static let css = """
    :root {
      color-scheme: light dark;
      --ground: #ffffff; --ink: #1c2430; --quiet: #5a6675; --line: #d9dee5; --soft: #f3f5f8;
      --bar: #3567a8; --warning: #b26a00; --danger: #c02b2b;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #14181e; --ink: #e3e8ee; --quiet: #9aa7b6; --line: #333c48; --soft: #1d232b;
        --bar: #6fa3e0; --warning: #e0a23d; --danger: #f07b74;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
      font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
    }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1.25rem; }
    h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
    p { margin: .8rem 0 .5rem; }
    code {
      font: .92em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere;
      unicode-bidi: isolate;
    }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 0; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .94rem; }
    th, td { text-align: left; vertical-align: top; padding: .32rem .9rem .32rem 0; border-bottom: 1px solid var(--line); }
    th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
    .even { table-layout: fixed; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .bars td { border-bottom: 0; padding-top: .18rem; padding-bottom: .18rem; vertical-align: middle; }
    .bars th { border-bottom: 0; }
    .bars .label { width: 38%; }
    .bars .plot { width: 45%; padding-right: 0; }
    svg { display: block; width: 100%; }
    .bar { height: .8rem; }
    .days { height: 8rem; border-bottom: 1px solid var(--quiet); }
    rect { fill: var(--bar); }
    rect.warning { fill: var(--warning); }
    rect.danger { fill: var(--danger); }
    .ends { display: flex; justify-content: space-between; color: var(--quiet); font-size: .85rem; margin: .25rem 0 .8rem; }
    .quiet, summary { color: var(--quiet); }
    summary { cursor: pointer; }
    .warning-word { color: var(--warning); font-weight: 600; }
    .danger-word { color: var(--danger); font-weight: 600; }
    @media (max-width: 40rem) {
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin-bottom: .5rem; }
      .bars .plot { width: 25%; }
    }
    @media print {
      :root {
        color-scheme: light;
        --ground: #ffffff; --ink: #000000; --quiet: #444444; --line: #bbbbbb; --soft: #ffffff;
        --bar: #3567a8; --warning: #8a5200; --danger: #a01818;
      }
      body { max-width: none; padding: 0; font-size: 10.5pt; }
      h2 { break-after: avoid; }
      tr, svg { break-inside: avoid; }
      thead { display: table-header-group; }
      rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }

    """

  /// What a browser may do with the page: show this very style, and fetch and run nothing.
  ///
  /// Throws a ``Problem`` where the library of the hash is not there.
  static func policy() throws(Problem) -> String {
    let digits = Array(try SHA256.hex(of: Data(css.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    let hash = Data(bytes).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
  }
}

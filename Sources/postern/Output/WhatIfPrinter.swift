import Foundation
import JSONText
import PolicyCore

/// Prints answers one after the other, as they come.
struct WhatIfPrinter {
  private let whatIf: WhatIf
  private var json: JSONArrayOutput?
  private var counts: [BypassChange: Int] = [:]

  init(_ whatIf: WhatIf, _ format: TextFormat) {
    self.whatIf = whatIf
    if format == .json { json = JSONArrayOutput(member: "messages", to: Output.write) }
  }

  mutating func take(_ named: NamedMessage) {
    let answer = whatIf.answer(to: named.message)
    counts[answer.change, default: 0] += 1
    guard json != nil else {
      Output.write(lines: WhatIfText.lines(of: answer, named: named.name) + [""])
      return
    }
    var writer = JSONWriter.items(atDepth: JSONArrayOutput.depth(inMember: true))
    writer.item()
    JSONShapes.whatIf(answer, named: named.name).write(to: &writer)
    json?.add(writer)
  }

  func finish() {
    if let json { json.finish() } else { Output.write(lines: WhatIfText.ending(counts)) }
  }
}

import Foundation
import TOMLKit
import TOMLText
package import Values

/// What `views.toml` says: filters under names, `"dangers of ours" = "finding:danger acme"`, one a line.
///
/// It is a file of its own so that people can hand it to each other. What a person wrote into it by hand stays as it
/// is: a view that comes or goes touches its own line only.
package struct ViewsFile: Hashable, Sendable {
  package let text: String
  /// Name and filter of each, by name.
  package let views: [View]

  package struct View: Hashable, Sendable {
    package let name: String
    package let filter: String
  }

  /// Longer ones are no file of filters.
  package static let limit = 1024 * 1024

  package static let empty = ViewsFile(
    text: "# Filters of Postern under names of their own: \"name\" = \"filter\".\n",
    views: []
  )

  private init(text: String, views: [View]) {
    self.text = text
    self.views = views
  }

  /// Reads the text of a file; throws a ``Problem`` of kind `usage` with the first mistake.
  package init(text: String, path: String) throws(Problem) {
    let file: TOMLText
    do {
      file = try TOMLText(text)
    } catch {
      throw Self.problem("\(path), line \(error.line), column \(error.column): \(error.what).")
    }
    var views: [View] = []
    for name in file.table.keys {
      guard let filter = file.table[name]?.string else {
        let line = file.lines[name].map { ", line \($0)" } ?? ""
        throw Self.problem("\(path)\(line): \(name) has to be a filter in quotation marks.")
      }
      views.append(View(name: name, filter: filter))
    }
    self.text = text
    self.views = views.sorted { $0.name < $1.name }
  }

  /// The same with a view of this name, and this filter; for nil without one.
  ///
  /// Throws a ``Problem`` of kind `usage` where the line of that name cannot be told from others.
  package func setting(_ name: String, to filter: String?, path: String) throws(Problem) -> ViewsFile {
    guard views.contains(where: { $0.name == name }) || filter != nil else { return self }
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
    if lines.last == "" { lines.removeLast() }
    let new = filter.map { "\(Self.quoted(name)) = \(Self.quoted($0))" }
    if views.contains(where: { $0.name == name }) {
      guard let place = lines.indices.first(where: { Self.isOnly(name, in: lines[$0]) }) else {
        throw Self.problem("\(path): the line of \(name) is not one that can be changed here.")
      }
      if let new { lines[place] = new } else { lines.remove(at: place) }
    } else if let new {
      lines.append(new)
    }
    let changed = try ViewsFile(text: lines.map { $0 + "\n" }.joined(), path: path)
    let others = views.filter { $0.name != name }
    let expected = others + (filter.map { [View(name: name, filter: $0)] } ?? [])
    guard Set(changed.views) == Set(expected), changed.views.count == expected.count else {
      throw Self.problem("\(path): the views there stand in tables, or over several lines.")
    }
    return changed
  }

  /// Whether a line by itself is the view of this name, and nothing else.
  private static func isOnly(_ name: String, in line: String) -> Bool {
    guard let file = try? TOMLText(line), file.table.keys == [name] else { return false }
    return file.table[name]?.string != nil
  }

  private static func quoted(_ text: String) -> String {
    let inside = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\": return "\\\\"
      case "\"": return "\\\""
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: return String(scalar)
      }
    }
    return "\"" + inside.joined() + "\""
  }

  private static func problem(_ what: String) -> Problem {
    Problem(.usage, what: what, advice: "Mend the file by hand, or take it away.")
  }
}

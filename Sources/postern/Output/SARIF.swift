import Foundation
import JSONText
import PolicyCore
import PolicyFiles
import Policies
import Values

/// Findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
enum SARIF {
  private typealias Member = OrderedJSON.Member

  /// Throws a ``Problem`` where nothing on this machine can make the fingerprints.
  static func json(of findings: [PlacedFinding], in file: String?) throws(Problem) -> OrderedJSON {
    let rules = Rule.all
    let places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.name, $0) })
    var results: [OrderedJSON] = []
    for finding in findings { results.append(try result(finding, places[finding.finding.rule] ?? 0, in: file)) }
    let driver = OrderedJSON.object([
      Member("name", .string("postern")),
      Member("version", .string(BuildInfo.version)),
      Member("rules", .array(rules.map(rule))),
    ])
    return .object([
      Member("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      Member("version", .string("2.1.0")),
      Member(
        "runs",
        .array([
          .object([
            Member("tool", .object([Member("driver", driver)])),
            Member("columnKind", .string("unicodeCodePoints")),
            Member("results", .array(results)),
          ])
        ])
      ),
    ])
  }

  private static func rule(_ rule: Rule) -> OrderedJSON {
    var members = [
      Member("id", .string(rule.name.rawValue)),
      Member("shortDescription", text("Holds when \(rule.holds).")),
      Member("fullDescription", text(rule.why)),
      Member("help", text(rule.explanation)),
    ]
    if let source = rule.source { members.append(Member("helpUri", .string(source.url))) }
    members.append(Member("defaultConfiguration", .object([Member("level", .string(level(rule.level)))])))
    return .object(members)
  }

  private static func result(_ placed: PlacedFinding, _ rule: Int, in file: String?) throws(Problem) -> OrderedJSON {
    let finding = placed.finding
    let subject = finding.pattern.isEmpty ? "" : "\(finding.pattern): "
    let example = finding.sampleSentence.map { " \($0)." } ?? ""
    var members = [
      Member("ruleId", .string(finding.rule.rawValue)),
      Member("ruleIndex", .integer(rule)),
      Member("level", .string(level(finding.level))),
      Member("message", text("\(subject)\(finding.message)\(example)")),
      Member("locations", .array([location(placed, in: file)])),
      Member(
        "partialFingerprints",
        .object([Member("postern/v1", .string(try SHA256.hex(of: placed.key.data)))])
      ),
      Member("properties", .object([Member("level", .string(finding.level.rawValue))])),
    ]
    if let reason = finding.silencedBy {
      let suppression = [Member("kind", .string("external")), Member("justification", .string(plain(reason)))]
      members.append(Member("suppressions", .array([.object(suppression)])))
    }
    return .object(members)
  }

  private static func location(_ placed: PlacedFinding, in file: String?) -> OrderedJSON {
    var members: [Member] = []
    if let file {
      let place = placed.place ?? (1, 1)
      members.append(
        Member(
          "physicalLocation",
          .object([
            Member("artifactLocation", .object([Member("uri", .string(uri(of: file)))])),
            Member(
              "region",
              .object([Member("startLine", .integer(place.line)), Member("startColumn", .integer(place.column))])
            ),
          ])
        )
      )
    }
    let id = placed.finding.policyID.map { [Member("fullyQualifiedName", .string($0.text))] } ?? []
    let name = [Member("name", .string(placed.finding.pattern))] + id + [Member("kind", .string("resource"))]
    members.append(Member("logicalLocations", .array([.object(name)])))
    return .object(members)
  }

  private static func level(_ level: FindingLevel) -> String {
    switch level {
    case .error, .danger: "error"
    case .warning: "warning"
    case .notice: "note"
    }
  }

  /// A message as text, which has no Markdown beside it.
  private static func text(_ text: String) -> OrderedJSON { .object([Member("text", .string(plain(text)))]) }

  /// Texts of SARIF may hold links, `[text](target)`: what a policy says makes none.
  private static func plain(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { Output.visible(String($0)) }
      .joined(separator: "\n").replacing("](", with: "]\\u{28}")
  }

  /// A relative path as a relative reference of RFC 3986, an absolute one as a `file` URI.
  private static func uri(of path: String) -> String {
    var escaped = path.hasPrefix("/") ? "file://" : ""
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    for byte in path.utf8 {
      if plain.contains(byte) {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        escaped += "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
      }
    }
    return escaped
  }
}

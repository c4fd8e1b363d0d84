import PolicyCore

extension ConfigurationReader {
  /// The reading that is shown first; in what is not named it is the widest.
  mutating func reading(_ table: TableInFile) -> ServerReading {
    refuseUnknown(in: table, known: ["expressions", "letter_case", "subdomains", "servers"])
    let isOther: [(aspect: ServerReading.Aspect, isOther: Bool)] = [
      (.extent, choice("expressions", in: table, of: Extent.self) == .whole),
      (.letterCase, choice("letter_case", in: table, of: LetterCase.self) == .significant),
      (.subdomains, bool("subdomains", in: table) == false),
      (.servers, bool("servers", in: table) == false),
    ]
    return isOther.filter(\.isOther).reduce(.widest) { $0.turned($1.aspect) }
  }

  /// What of a text an expression has to match.
  private enum Extent: String, CaseIterable {
    case anywhere
    case whole
  }

  /// What becomes of upper and lower case.
  private enum LetterCase: String, CaseIterable {
    case ignored
    case significant
  }
}

import Languages
import Patterns
import Synchronization

/// What was decided about an expression, once for all policies that have it.
///
/// Asked of languages and never guessed: what an expression matches is read as Java reads it, looked for anywhere in a
/// text, which is the wider way; a sentence says so where nothing gets through if the whole text has to match.
final class ExpressionJudgement: Sendable {
  let source: String
  let kind: PatternKind
  private let known = Mutex<ExpressionVerdict?>(nil)
  /// Answers that cost more than the verdict and are asked for some expressions only.
  private let answers = Mutex<[Question: String?]>([:])

  private enum Question: Hashable {
    case wholeHost
    case example
    case exampleAt(String)
    case recipientBesideWhole
    case needsSearch(String)
    case hostAmong(Set<String>)
  }

  private init(_ source: String, _ kind: PatternKind) {
    self.source = source
    self.kind = kind
  }

  /// Decided when it is first asked for, on the first thread that asks.
  var verdict: ExpressionVerdict {
    known.withLock { known in
      if let known { return known }
      let verdict = ExpressionVerdict(of: source, kind)
      known = verdict
      return verdict
    }
  }

  /// A host at which every address whose local part is of letters gets through; nil where there is none.
  var wholeHost: String? {
    guard let decided = verdict.decided, kind != .ip else { return nil }
    if decided.hole == nil { return decided.wholeHost }
    return answer(.wholeHost) { decided.wholeHost ?? hostOfHole ?? language().flatMap { try? $0.wholeHost() } }
  }

  /// The host of the example that shows its hole, where every address of letters there gets through.
  private var hostOfHole: String? {
    guard let example = verdict.decided?.hole?.example, let at = example.lastIndex(of: "@"), let language = language()
    else { return nil }
    let host = String(example[example.index(after: at)...])
    let isWhole = try? Language.addresses(at: .text(host), localParts: .letters).isSubset(of: language)
    return isWhole == true ? host : nil
  }

  private func answer(_ question: Question, _ find: () -> String?) -> String? {
    if let known = answers.withLock({ $0[question] }) { return known }
    let answer = find()
    answers.withLock { $0[question] = .some(answer) }
    return answer
  }

  /// What it matches anywhere in a text, in the wider reading of letters' case; nil where that is undecided.
  func language(_ extent: Reading.Extent = .anywhere) -> Language? {
    language(extent, caseless: ExpressionVerdict.caseMayMatter(in: source))
  }

  /// What it matches in a reading; nil where that is undecided.
  func language(_ extent: Reading.Extent, caseless: Bool) -> Language? {
    try? LanguageCache.language(of: source, Reading(extent, caseless: caseless))
  }

  /// Whether a text gets through only if the expression is looked for anywhere in it.
  func needsSearch(for text: String) -> Bool {
    answer(.needsSearch(text)) { language(.whole)?.contains(text) == false ? text : nil } != nil
  }

  /// An address, or another text, that gets through; nil where none does or that is undecided.
  var example: String? {
    guard let decided = verdict.decided else { return nil }
    return decided.everything ?? decided.hole?.example
      ?? answer(.example) {
        guard let readable = try? language()?.intersection(MailTexts.all), !readable.isEmpty else { return nil }
        return readable.mailWitness().flatMap { $0.isEmpty ? nil : $0 }
      }
  }

  /// An address at a host, or below it, that gets through.
  func example(at host: String) -> String? {
    answer(.exampleAt(host)) {
      guard let language = language() else { return nil }
      for text in ["x@\(host)", "x@mail.\(host)"] where language.contains(text) { return text }
      let there = try? Language.addresses(at: .domain(host, subdomains: true, caseless: true)).intersection(language)
      return there?.mailWitness()
    }
  }

  /// An address that gets through only if the expression is looked for anywhere; nil where there is none.
  var recipientBesideWhole: String? {
    guard verdict.decided != nil else { return nil }
    return answer(.recipientBesideWhole) {
      guard let anywhere = language(), let whole = language(.whole),
        let beside = try? anywhere.intersection(MailTexts.addresses).subtracting(whole), !beside.isEmpty
      else { return nil }
      return beside.mailWitness()
    }
  }

  /// One of some hosts, or one below it, at which infinitely many mailboxes get through.
  func host(among hosts: HostTable) -> String? {
    guard let decided = verdict.decided, kind != .ip else { return nil }
    return answer(.hostAmong(hosts.hosts)) {
      let isCaseless = ExpressionVerdict.caseMayMatter(in: source)
      guard let core = try? Language(source: decided.core, .anywhere(caseless: isCaseless)) else { return nil }
      return decided.host(among: hosts, in: core)
    }
  }

  /// The branch that lets a text through, in Unicode scalars; nil where no branch by itself does.
  func branch(matching text: String) -> Range<Int>? {
    guard let expression = try? RegularExpression(source) else { return nil }
    let reading = Reading.anywhere(caseless: ExpressionVerdict.caseMayMatter(in: source))
    return expression.root.branches.lazy.map(\.range).first { range in
      (try? LanguageCache.language(of: expression.text(of: range), reading))?.contains(text) == true
    }
  }

  // MARK: - Kept ones

  /// So many are kept: more than most accounts have.
  private static let most = 20_000

  private struct Key: Hashable {
    let source: String
    let kind: PatternKind
  }

  private static let made = Mutex<[Key: ExpressionJudgement]>([:])

  /// The judgement of an expression, the same one for the same text.
  static func of(_ source: String, _ kind: PatternKind) -> ExpressionJudgement {
    let key = Key(source: source, kind: kind)
    return made.withLock { made in
      if let known = made[key] { return known }
      if made.count >= most { made.removeAll() }
      let judgement = ExpressionJudgement(source, kind)
      made[key] = judgement
      return judgement
    }
  }
}

import ArgumentParser
import PolicyCore
import PolicyFiles
import Policies
import Values

/// A file that says what should be, and how far it is to be followed.
struct PlanOptions: ParsableArguments {
  @Argument(
    help: "What should be: CSV, TOML, or the JSON of an export; - for standard input.",
    completion: .file(extensions: ["csv", "toml", "json"])
  )
  var file: String
  @Flag(help: "Delete what is not in the file.")
  var prune = false
  @Option(
    parsing: .unconditional,
    help: "The file speaks only of the policies that this filter keeps, by their content (`postern help filter`)."
  )
  var scope: String?
  @Option(help: "How many policies may be updated, and how many deleted: a number, or a part of the scope such as 30%.")
  var maxChange: String?

  func validate() throws {
    if let maxChange, ChangeLimit(maxChange) == nil {
      throw ValidationError("--max-change takes a number such as 25, or a percentage from 0% to 100%.")
    }
  }

  /// What the file and the options say, read once: standard input cannot be read again.
  ///
  /// Throws a ``Problem`` of kind `invalid` where a row cannot be read; which, is said on standard error.
  func read() throws(Problem) -> (file: DesiredFile, scope: DesiredScope?) {
    let scope = try scope.map { text throws(Problem) in try DesiredScope(filter: text) }
    let desired = try DesiredFile(try InputFile.read(file))
    if let reading = desired.reading { Output.say(reading) }
    try RowMistakes(desired.mistakes).check(in: file, "planned")
    return (desired, scope)
  }

  /// Compares the file with the account; whatever is wrong with rows is said on standard error.
  ///
  /// Throws a ``Problem`` of kind `invalid` where a row cannot be taken, and of kind `badAnswer` where the list of
  /// policies is not complete: what is missing in it would be made twice, or not be seen.
  func plan(
    _ desired: DesiredFile,
    _ scope: DesiredScope?,
    in session: Session
  ) async throws(Problem) -> PlannedBatch {
    let loaded = try await session.policies()
    try loaded.demandWhole("A plan over it could be wrong, so none was made.")
    let options = DesiredPlan.Options(
      prunes: prune,
      scope: scope,
      limit: maxChange.flatMap { ChangeLimit($0) } ?? .standard
    )
    let plan = try await session.workspace.plan(desired.rows, over: loaded.list, options: options)
    try RowMistakes(plan.mistakes).check(in: file, "planned")
    let remarks =
      desired.remarks.map { PlannedBatch.Remark(line: $0.line, what: $0.what) }
      + plan.remarks.map { PlannedBatch.Remark(line: $0.line, what: $0.what) }
    var review = try await session.workspace.review(plan)
    var replay: ReplayReport?
    if let mail = try await session.keptMail(for: review) {
      replay = try await session.workspace.replay(of: review, over: mail)
    }
    review.mail = replay.map { MailEffect($0) }
    return PlannedBatch(
      file: file == "-" ? "standard input" : file,
      plan: plan,
      review: review,
      replay: replay,
      guards: try await session.workspace.guards(after: plan.operations),
      remarks: remarks.sorted { $0.line < $1.line },
      scope: self.scope
    )
  }
}

/// What a file asks for, with all that is known of it.
struct PlannedBatch: Sendable {
  struct Remark: Sendable {
    let line: Int
    let what: String
  }

  /// The file's name.
  let file: String
  let plan: DesiredPlan
  let review: Review
  /// What it would have done with the mail that is kept; nil where there is none, or nothing is planned.
  let replay: ReplayReport?
  let guards: [GuardReport]
  let remarks: [Remark]
  let scope: String?

  /// What `plan` ends with, the graver first: errors, a limit that is exceeded, and, where that is asked, a difference.
  func status(tellingDifference: Bool) -> ExitStatus {
    if review.count(of: .error) > 0 { return .invalid }
    if !review.excesses.isEmpty { return .confirmationNeeded }
    return tellingDifference && plan.differs ? .different : .done
  }
}

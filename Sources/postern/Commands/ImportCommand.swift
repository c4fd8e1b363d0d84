import ArgumentParser
import PolicyCore
import Policies
import PolicyFiles
import Values

/// The command `postern import`.
struct ImportCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Queue what a file says: the dashboard's CSV, an export, or a batch.",
    discussion: """
      A CSV file has the dashboard's header, in any of its four forms. Each row is compared with the policies and the \
      draft: it is new, changes a policy, or says what is there already. A batch is a request body such as \
      `draft export` prints. Either is queued as one change, all or nothing, and undone as one.

      The JSON or TOML of an export is compared as `plan` does it, and what differs is queued; nothing is deleted.

      A plain list has one pattern a line; notes follow a #. Another product's export is taken with --map, which says \
      what its columns are: pattern, type, regex, trusted, acceptable, exempt, verify and notes. The flags of both are \
      chosen once, with --trusted, --acceptable, --exempt and --verify. Comments of policies that are there stay where \
      the file has no column for them.

      Exit status 3 if something cannot be taken: then nothing is queued, unless --skip-invalid leaves those rows out.

      EXAMPLES
        postern import partners.csv --dry-run
        postern import batch.json
        postern import senders.txt --as list --acceptable --verify
        postern import export.csv --map 'Value=pattern,Notes=notes' --acceptable --verify
      """
  )

  @OptionGroup var account: AccountOptions
  @Argument(help: "A CSV or batch file; - for standard input.", completion: .file(extensions: ["csv", "json"]))
  var file: String
  @Flag(help: "Only print what would be queued.")
  var dryRun = false
  @Flag(help: "Leave out the CSV rows that cannot be taken.")
  var skipInvalid = false
  @Option(name: .customLong("as"), help: "csv, or list: one pattern a line.")
  var kind = ImportForm.Kind.csv
  @Option(help: "Which column of another product's file is which field, such as 'Value=pattern,Notes=notes'.")
  var map: String?
  @Flag(help: "Trusted sender, for every row of a list or of a mapped file.")
  var trusted = false
  @Flag(help: "Acceptable sender, likewise.")
  var acceptable = false
  @Flag(help: "Exempt recipient, likewise.")
  var exempt = false
  @Flag(help: "Verify sender, likewise.")
  var verify = false
  @Flag(help: "Read curly quotation marks around a field as straight ones.")
  var curlyQuotes = false
  @Option(help: "text or json.")
  var format = TextFormat.text

  private var flags: Set<PolicyFlag> {
    let chosen: [(Bool, PolicyFlag)] = [
      (trusted, .trusted), (acceptable, .acceptable), (exempt, .exempt), (verify, .verify),
    ]
    return Set(chosen.filter(\.0).map(\.1))
  }

  func validate() throws {
    let choosesFlags = kind == .list || map != nil
    if kind == .list, map != nil { throw ValidationError("A list has no columns: --map is for a CSV file.") }
    // A map that is none is told when it is read.
    let mapped = Set((map.flatMap { try? ImportForm.Map($0) })?.pairs.map(\.field) ?? [])
    if let flag = PolicyFlag.allCases.first(where: { flags.contains($0) && mapped.contains($0.field) }) {
      throw ValidationError("A column says of each row whether it is \(flag.field.label): leave the flag out.")
    }
    let grants = Set([PolicyFlag.trusted, .acceptable, .exempt])
    if choosesFlags, flags.isDisjoint(with: grants), mapped.isDisjoint(with: grants.map(\.field)) {
      throw ValidationError(
        "Such a file does not say what its rows allow: choose --trusted, --acceptable or --exempt, and --verify."
      )
    }
    if !choosesFlags, !flags.isEmpty {
      throw ValidationError("The rows of the dashboard's file say their flags: these are for --as list and --map.")
    }
  }

  func work() async throws(Problem) -> ExitStatus {
    let data = try InputFile.read(file)
    if kind == .csv, map == nil, InputFile.isExport(data) {
      let snapshot = try DesiredFile(data)
      try RowMistakes(snapshot.mistakes).check(in: file, "queued")
      return try await withSession(account) { session throws(Problem) in try await queue(snapshot, in: session) }
    }
    if kind == .csv, map == nil, InputFile.isJSON(data) {
      let batch = try BatchFile(data)
      return try await withSession(account) { session throws(Problem) in try await queue(batch, in: session) }
    }
    let columns = try map.map { text throws(Problem) in try ImportForm.Map(text) }
    let csv = try PolicyCSV(
      data,
      as: ImportForm(kind, map: columns, flags: flags, readsCurlyQuotes: curlyQuotes)
    )
    if let reading = csv.reading { Output.say(reading) }
    return try await withSession(account) { session throws(Problem) in try await queue(csv, in: session) }
  }

  private func queue(_ csv: PolicyCSV, in session: Session) async throws(Problem) -> ExitStatus {
    let plan = try await session.workspace.plan(csv, over: try await session.policies().list)
    let refusal = plan.refusal(skippingInvalid: skipInvalid)
    let isQueued = !dryRun && refusal == nil && plan.counts.new + plan.counts.changed > 0
    // The preview comes first, and every mistake behind it, whatever becomes of the rest.
    if format == .text {
      Output.write(lines: ImportText.lines(of: plan))
      Output.say(lines: ImportText.mistakes(of: plan))
    }
    if isQueued, let edit = try await session.workspace.edit(queueing: plan, skippingInvalid: skipInvalid) {
      _ = QueueReport.print(try await session.workspace.perform(edit))
    } else if refusal == nil {
      Output.say(dryRun ? "Dry run: nothing was queued." : "There is nothing to queue.")
    }
    if format == .json { Output.write(JSONShapes.importing(plan, isQueued: isQueued)) }
    if let refusal { throw refusal }
    return .done
  }

  private func queue(_ snapshot: DesiredFile, in session: Session) async throws(Problem) -> ExitStatus {
    let list = try await session.policies().list
    let plan = try await session.workspace.plan(snapshot.rows, over: list, options: .init(limit: .percent(100)))
    try RowMistakes(plan.mistakes).check(in: file, "queued")
    let edit = try await session.workspace.edit(queueing: plan)
    if format == .text { Output.write("\(file): \(PlanText.counts(plan)).\n") }
    if let edit, !dryRun {
      _ = QueueReport.print(try await session.workspace.perform(edit))
    } else {
      Output.say(dryRun ? "Dry run: nothing was queued." : "There is nothing to queue.")
    }
    if format == .json { Output.write(JSONShapes.importing(plan, isQueued: edit != nil && !dryRun)) }
    return .done
  }

  private func queue(_ batch: BatchFile, in session: Session) async throws(Problem) -> ExitStatus {
    _ = try await session.policies()
    let found = try await session.workspace.review(batch)
    let edit = try await session.workspace.edit(queueing: batch)
    if format == .text { Output.write(lines: ReviewText.lines(of: found.review, conflicts: found.conflicts)) }
    var isQueued = false
    if let edit, !dryRun {
      isQueued = true
      _ = QueueReport.print(try await session.workspace.perform(edit))
    } else {
      Output.say(dryRun ? "Dry run: nothing was queued." : "There is nothing to queue.")
    }
    for conflict in found.conflicts {
      Output.say(
        "\(conflict.base.pattern) was changed after the file was written: what is queued stands on it as it is now."
      )
    }
    if format == .json { Output.write(JSONShapes.importing(found.review, isQueued: isQueued)) }
    return .done
  }
}

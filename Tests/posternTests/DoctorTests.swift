import JSONText
import Canvas
import Configuration
import Foundation
import PolicyCore
import PolicyStore
import Terminal
import Testing

@testable import postern
import Policies
import Values

@Suite("What the doctor makes of what it finds")
struct DoctorTests {
  private static let utf8 = LocaleReport(isInstalled: true, codeset: "UTF-8", isUTF8: true)

  /// A good terminal, changed a little.
  private func checks(
    environment: [String: String] = [:],
    _ change: (inout TerminalReport) -> Void = { _ in }
  ) -> [Check.Name: Check] {
    var report = TerminalReport(
      name: "xterm-256color",
      isInputTerminal: true,
      isOutputTerminal: true,
      refusal: nil,
      colors: 256,
      size: Size(rows: 24, columns: 80),
      locale: Self.utf8
    )
    change(&report)
    let checks = TerminalChecks(report: report, environment: environment).checks
    return Dictionary(uniqueKeysWithValues: checks.map { ($0.name, $0) })
  }

  @Test("a good terminal is good in every respect")
  func goodTerminal() {
    let checks = checks()
    #expect(Set(checks.keys) == [.terminal, .term, .size, .colors, .locale])
    #expect(checks.values.allSatisfy { $0.status == .ok && $0.advice.isEmpty })
  }

  @Test("a TERM without a description here works as xterm, and its package is named")
  func substitute() {
    let checks = checks { report in
      report.name = "xterm-kitty"
      report.drawnAs = "xterm-256color"
    }
    #expect(checks[.term]?.status == .warning)
    #expect(checks[.term]?.found.contains("drawn as for xterm-256color") == true)
    #expect(checks[.term]?.advice.contains("kitty-terminfo") == true)
  }

  @Test("a TERM that shows no screen fails where there is a terminal, and is only warned of where there is none")
  func term() {
    let refusals: [TerminalError] = [
      .unknownTerminal(name: ""), .unknownTerminal(name: "x"), .cannotMoveCursor(name: "dumb"),
    ]
    for refusal in refusals {
      let shown = checks { $0.refusal = refusal }
      #expect(shown[.term] == .failed(.term, refusal.what, advice: refusal.advice))
      #expect(shown[.colors]?.status == .skipped)
      let piped = checks {
        $0.refusal = refusal
        ($0.isInputTerminal, $0.isOutputTerminal, $0.size) = (false, false, nil)
      }
      #expect(piped[.term]?.status == .warning)
      #expect(piped[.terminal]?.status == .warning)
      #expect(piped[.size]?.status == .skipped)
      #expect(refusal.description == "\(refusal.what) \(refusal.advice)")
    }
    let pager = checks { $0.isOutputTerminal = false }
    #expect(pager[.terminal]?.found.hasPrefix("Standard output is no terminal") == true)
  }

  @Test(
    "forty columns and ten rows are enough, and one less of either is not",
    arguments: [(10, 40, Check.Status.ok), (9, 40, .failed), (10, 39, .failed)]
  )
  func size(rows: Int, columns: Int, status: Check.Status) {
    #expect(checks { $0.size = Size(rows: rows, columns: columns) }[.size]?.status == status)
  }

  @Test(
    "colours are counted by TERM; NO_COLOR and COLORTERM are told of",
    arguments: [
      (0, [:], "no colours", false), (8, [:], "8 colours", false), (256, ["NO_COLOR": "1"], "NO_COLOR", false),
      (256, ["NO_COLOR": ""], "256 colours", false), (256, ["COLORTERM": "truecolor"], "COLORTERM", true),
      (16_777_216, ["COLORTERM": "truecolor"], "16 million", false),
    ] as [(Int, [String: String], String, Bool)]
  )
  func colors(count: Int, environment: [String: String], word: String, hasAdvice: Bool) {
    let check = checks(environment: environment) { $0.colors = count }[.colors]
    #expect(check?.status == .ok)
    #expect(check?.found.contains(word) == true, "\(check?.found ?? "")")
    #expect(check?.advice.isEmpty == !hasAdvice)
  }

  @Test("a locale without UTF-8 is warned of")
  func locale() {
    let others = [
      LocaleReport(isInstalled: true, codeset: "ISO-8859-1", isUTF8: true),
      LocaleReport(isInstalled: false, codeset: "ANSI_X3.4-1968", isUTF8: true),
      LocaleReport(isInstalled: true, codeset: "ANSI_X3.4-1968", isUTF8: false),
    ]
    let found = others.map { locale in checks { $0.locale = locale }[.locale] }
    #expect(found.allSatisfy { $0?.status == .warning && $0?.advice.isEmpty == false })
    #expect(Set(found.map { $0?.found }).count == 3)
  }

  @Test("a folder that others can change fails, one that they can look into is warned of")
  func folders() {
    func checks(_ entry: FolderFacts.Entry, openFiles: [String] = []) -> [Check] {
      let facts = FolderFacts(path: "/state", entry: entry, openFiles: openFiles)
      return FolderChecks(.stateFolder, facts, variable: "XDG_STATE_HOME").checks
    }
    func folder(_ mode: Int, isOwn: Bool = true, isWritable: Bool = true) -> FolderFacts.Entry {
      .folder(mode: mode, isOwn: isOwn, isWritable: isWritable)
    }
    let cases: [(FolderFacts.Entry, Check.Status, String)] = [
      (folder(0o700), .ok, ""), (folder(0o755), .warning, "chmod 700 /state"),
      (folder(0o770), .failed, "chmod 700 /state"),
      (folder(0o700, isOwn: false), .warning, "chown"), (folder(0o500, isWritable: false), .failed, "XDG_STATE_HOME"),
      (.noFolder, .failed, "XDG_STATE_HOME"), (.missing(parent: "/", canBeMade: true), .ok, ""),
      (.missing(parent: "/x", canBeMade: false), .failed, "XDG_STATE_HOME"),
    ]
    for (entry, status, advice) in cases {
      #expect(checks(entry).map(\.status) == [status], "\(entry)")
      #expect(
        checks(entry).allSatisfy { ($0.advice.contains(advice) || advice.isEmpty) && $0.found.contains("/state") },
        "\(entry)"
      )
    }
    let files = checks(folder(0o755), openFiles: ["screen.json"])
    #expect(files.map(\.status) == [.warning, .warning])
    #expect(files.last?.found.contains("screen.json") == true)
  }

  @Test("a submission that was left behind is named with the command that looks after it")
  func history() {
    func submission(_ id: String, _ state: SubmissionRecord.State, isRunning: Bool = false) -> UnsettledSubmission {
      UnsettledSubmission(
        id: id,
        account: AccountKey(baseURL: "https://api.example", accountID: "acme"),
        startedAt: Date(timeIntervalSinceReferenceDate: 0),
        state: state,
        isRunning: isRunning
      )
    }
    #expect(StateChecks.history([], accounts: []).map(\.status) == [.ok])
    let checks = StateChecks.history(
      [submission("s1", .sending, isRunning: true), submission("s2", .checking), submission("s3", .unknown)],
      accounts: []
    )
    #expect(checks.map(\.status) == [.ok, .warning, .warning])
    #expect(checks[1].advice.contains("`postern history`"))
    #expect(checks[2].advice.contains("`postern history settle s3`"))
    #expect(checks.allSatisfy { $0.found.contains("acme") })
  }

  @Test("the advice on a submission names the account's label where it has one")
  func historyOfLabelledAccount() throws {
    let file = try ConfigurationFile(
      text: """
        [accounts.acme]
        account_id = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"
        token_env = "ACME"
        """,
      path: "/config.toml",
      home: nil
    )
    let account = try #require(file.accounts(environment: [:]).first)
    let submission = UnsettledSubmission(
      id: "s1",
      account: account.account.key,
      startedAt: Date(timeIntervalSinceReferenceDate: 0),
      state: .unknown,
      isRunning: false
    )
    let check = StateChecks.history([submission], accounts: [account]).first
    #expect(check?.advice.contains("settle s1 --account acme`") == true)
  }

  @Test("what the API answers is a matter of the connection or of the permission, never of both")
  func answers() {
    typealias Expected = (connection: Check.Status, permission: Check.Status)
    let cases: [(Problem.Kind, Int?, Expected)] = [
      (.unreachable, nil, (.failed, .skipped)), (.badAnswer, nil, (.failed, .skipped)),
      (.badAnswer, 502, (.failed, .skipped)), (.unauthorized, 401, (.ok, .failed)), (.refused, 403, (.ok, .failed)),
      (.notFound, 404, (.ok, .failed)), (.rateLimited, 429, (.ok, .warning)), (.usage, nil, (.failed, .skipped)),
    ]
    for (kind, status, expected) in cases {
      let problem = Problem(kind, what: "What.", advice: "Advice.", httpStatus: status)
      let checks = ConnectionChecks.refused(problem, baseURL: "https://api.example")
      #expect(checks.map(\.name) == [.connection, .permission])
      #expect(checks.map(\.status) == [expected.connection, expected.permission], "\(kind)")
    }
    let good = ConnectionChecks.answered(1, baseURL: "https://api.example")
    #expect(good.map(\.status) == [.ok, .ok])
    #expect(good[0].found.contains("over TLS"))
    #expect(good[1].found.contains("There is 1 policy.") && good[1].found.contains("write"))
  }

  @Test("no account at all is no failure; a choice that leads nowhere is one")
  func accounts() {
    let fresh = AccountChecks(file: .empty, option: nil, environment: [:])
    #expect(fresh.check.status == .warning && fresh.chosen == nil)
    let mistakes: [(String?, [String: String])] = [
      ("acme", [:]), (nil, ["POSTERN_ACCOUNT": "acme"]), (nil, ["CLOUDFLARE_ACCOUNT_ID": "x"]),
      (nil, ["CLOUDFLARE_API_TOKEN": "some-token-text"]), (nil, ["CLOUDFLARE_BASE_URL": "https://api.example"]),
    ]
    for (option, environment) in mistakes {
      let check = AccountChecks(file: .empty, option: option, environment: environment).check
      #expect(check.status == .failed, "\(environment)")
      #expect(!check.found.contains("some-token-text"))
    }
  }

  @Test("the names and words of the JSON stand in its description, in this order")
  func documented() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let shapes = try String(
      contentsOf: root.appending(path: "Sources/postern/Documentation.docc/Shapes.md"),
      encoding: .utf8
    )
    let parts = shapes.components(separatedBy: "\n## ")
    let doctor = try #require(parts.first { $0.hasPrefix("`doctor`") })
    var rest = doctor[...]
    for name in Check.Name.allCases {
      let range = try #require(rest.range(of: "`\(name.rawValue)`"), "\(name)")
      rest = rest[range.upperBound...]
    }
    for status in Check.Status.allCases { #expect(doctor.contains("\"\(status.rawValue)\": n")) }
    let accounts = try #require(parts.first { $0.hasPrefix("`accounts`") })
    let problem = Problem(.unauthorized, what: "", advice: "")
    let outcomes: [AccountTrial.Outcome] = [
      .ok(policies: nil), .noToken(problem), .unauthorized(problem), .unreachable(problem), .failed(problem),
    ]
    for outcome in outcomes { #expect(accounts.contains("`\(outcome.word)`"), "\(outcome.word)") }
  }

  @Test("text and JSON say the same, and hostile text makes no line of its own")
  func output() throws {
    let checks: [Check] = [
      .ok(.term, "Good."), .warning(.themes, "bad\n\u{1B}[31mfile", advice: "Mend it."),
      .skipped(.keys, because: "Not read."),
    ]
    let lines = CheckText.lines(of: checks)
    #expect(lines[0] == "ok       term           Good.")
    #expect(lines[2] == "                        Mend it.")
    #expect(lines.last == "1 warning, 1 ok, 1 skipped.")
    #expect(lines.map { Output.visible($0) }.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1B}") })
    let json = try JSONSerialization.jsonObject(with: JSONShapes.doctor(checks).data) as? [String: Any]
    let printed = try #require(json?["checks"] as? [[String: Any]])
    #expect(printed.map { $0["found"] as? String } == checks.map(\.found))
    #expect(printed.map { $0["advice"] as? String } == [nil, "Mend it.", nil])
    #expect(json?["summary"] as? [String: Int] == ["ok": 1, "warning": 1, "failed": 0, "skipped": 1])
    #expect(checks.exitStatus == .done)
    #expect((checks + [.failed(.term, "Bad.", advice: "")]).exitStatus == .failed)
  }
}

import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Theming
import Policies
import Values

/// One screen as a person comes to see it.
struct ScreenScene: Sendable, CustomTestStringConvertible {
  let name: String
  var sizes = standard
  let draw: @Sendable (ScreenCast, Size) async throws -> Fixture

  var testDescription: String { name }

  static let standard = [
    Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 18, columns: 60), Size(rows: 10, columns: 40),
  ]

  init(
    _ name: String,
    sizes: [Size] = standard,
    _ draw: @escaping @Sendable (inout Fixture, ScreenCast) async throws -> Void
  ) {
    self.name = name
    self.sizes = sizes
    self.draw = { cast, size in
      var fixture = try Self.table(cast, size)
      try await draw(&fixture, cast)
      return fixture
    }
  }

  /// The table with the draft, as after the first load.
  private static func table(_ cast: ScreenCast, _ size: Size) throws -> Fixture {
    var fixture = try Fixture(size)
    fixture.state = AppState(account: cast.account, theme: .plain, size: size, now: fixture.state.now)
    fixture.send(.draft(.read(cast.draft)))
    let list = PolicyList(cast.policies, revision: 1)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    return fixture
  }

  static let all = table + forms + reviews + submissions + lists + files
}

// MARK: - The table

extension ScreenScene {
  private static let table: [ScreenScene] = [
    ScreenScene("browse", sizes: standard + [Size(rows: 80, columns: 300)]) {
      fixture,
      _ in
      fixture.press("j", "j")
    },
    ScreenScene("browse-filtering") { fixture, cast in
      fixture.press("/")
      fixture.send(.input(.paste(cast.filter)))
      fixture.type(" type:")
    },
    ScreenScene("browse-mistake") { fixture, cast in
      fixture.press("/")
      fixture.type("trusted:perhaps")
    },
    ScreenScene("browse-marked") { fixture, cast in
      fixture.press("space", "space", "j", "space", "/")
      fixture.send(.input(.paste(cast.filter)))
      fixture.press("enter")
    },
    ScreenScene("browse-right", sizes: [Size(rows: 40, columns: 120), Size(rows: 24, columns: 110)]) { fixture, cast in
      fixture.select(cast.policies[7 % cast.policies.count].id)
      fixture.press("p")
    },
    ScreenScene("browse-details") { fixture, cast in
      fixture.select(cast.policies[7 % cast.policies.count].id)
      fixture.showDetails(.full)
    },
    ScreenScene("browse-details-scrolled") { fixture, cast in
      fixture.select(cast.policies[0].id)
      fixture.press("J")
    },
    ScreenScene("browse-no-details") { fixture, _ in fixture.showDetails(.hidden) },
    ScreenScene("browse-columns") { fixture, _ in
      fixture.press(",", "G", "k", "k", "k", "space", "k", "k", "k", "k", "space", "esc")
      fixture.press("l", "l", ">", ">", ">")
    },
    ScreenScene("browse-count") { fixture, _ in fixture.press("1", "2") },
    ScreenScene("browse-empty") { fixture, _ in
      fixture.send(.draft(.read(DraftSnapshot(revision: 90))))
      let none = LoadedPolicies(list: PolicyList([], revision: 2), isComplete: true, loadedAt: fixture.state.now)
      fixture.send(.load(.loaded(none)))
      fixture.press("g")
    },
    ScreenScene("browse-loading") { fixture, _ in
      fixture.press("R")
      fixture.send(.load(.progressed(loaded: 40, total: 88)))
    },
    ScreenScene("browse-offline") { fixture, cast in
      fixture.press("R")
      fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(3_000)))
      let advice = "Look at the network; the list of before stays on the screen."
      fixture.send(
        .load(.failed(Problem(.unreachable, what: "\(cast.host) could not be reached.", advice: advice, retry: .safe)))
      )
    },
    ScreenScene("too-small", sizes: [Size(rows: 9, columns: 40), Size(rows: 5, columns: 20)]) { _, _ in },
  ]
}

// MARK: - Forms

extension ScreenScene {
  private static let forms: [ScreenScene] = [
    ScreenScene("form-new") { fixture, _ in fixture.press("n") },
    ScreenScene("form-new-findings") { fixture, cast in
      fixture.press("n")
      fixture.send(.input(.paste("Bob <bob@\(cast.newPattern)>")))
      fixture.press("tab", "e", "tab", "tab", "space")
    },
    ScreenScene("form-expression") { fixture, _ in
      fixture.press("n")
      fixture.type(#".*@mail.vendor\.com"#)
      fixture.press(
        "tab",
        "e",
        "tab",
        "space",
        "tab",
        "tab",
        "space",
        "shift-tab",
        "shift-tab",
        "shift-tab",
        "shift-tab"
      )
      fixture.press("shift-tab")
      fixture.type("x@mail.vendor.com.evil.net")
    },
    ScreenScene("form-new-mistake") { fixture, _ in
      fixture.press("n")
      fixture.type("no such address")
      fixture.press("tab", "i", "enter")
    },
    ScreenScene("form-edit") { fixture, cast in
      fixture.select(cast.policies[0].id)
      fixture.press("enter", "tab", "tab", "tab", "space")
    },
    ScreenScene("form-edit-unknown-type") { fixture, cast in
      fixture.select(cast.policies[9 % cast.policies.count].id)
      fixture.press("enter", "tab")
    },
    ScreenScene("form-leave") { fixture, cast in
      fixture.select(cast.policies[5].id)
      fixture.press("enter", "backspace", "esc")
    },
    ScreenScene("bulk-edit") { fixture, _ in
      fixture.press("*", "enter", "down", "down", "down", "space", "down", "down")
      fixture.type("SEC-9")
    },
    ScreenScene("bulk-edit-comments") { fixture, _ in
      fixture.press("*", "enter", "shift-tab")
      fixture.type("SEC-([0-9]+)")
      fixture.press("shift-tab", "right", "right", "right", "tab", "tab")
      fixture.type("OPS-$1")
    },
    ScreenScene("bulk-new") { fixture, cast in fixture.send(.input(.paste(cast.pasted))) },
  ]
}

// MARK: - Lists over the table

extension ScreenScene {
  private static let lists: [ScreenScene] = [
    ScreenScene("rules") { fixture, _ in fixture.press("F", "j") },
    ScreenScene("rules-fixing") { fixture, _ in fixture.press("F", "f") },
    ScreenScene("frequencies") { fixture, _ in
      fixture.state.ticket = .own(try TextExpression("[A-Z]+-[0-9]+"))
      fixture.press("#", "j")
    },
    ScreenScene("frequencies-findings") { fixture, _ in fixture.press("#", "h") },
    ScreenScene("overview") { fixture, cast in
      fixture.mail = try await .sample(of: cast.policies)
      fixture.press("O")
    },
    ScreenScene("overview-no-mail") { fixture, _ in fixture.press("O", "tab", "tab") },
    ScreenScene("report-name") { fixture, _ in
      fixture.press("alt-o", "enter")
      fixture.send(.files(.reportExists(path: "postern-report.html")))
    },
    ScreenScene("findings") { fixture, cast in
      fixture.select(cast.policies[7 % cast.policies.count].id)
      fixture.press("f")
    },
    ScreenScene("findings-silencing") { fixture, cast in
      fixture.select(cast.policies[7 % cast.policies.count].id)
      fixture.press("f", "s")
      fixture.send(.input(.paste(cast.reason)))
    },
    ScreenScene("findings-silenced") { fixture, cast in
      let policy = cast.policies[7 % cast.policies.count].id
      let rules = fixture.state.findings.findings(on: policy).map(\.rule)
      fixture.suppressions = rules.map { Suppression(policyID: policy, rule: $0, reason: cast.reason) }
      var draft = fixture.state.draft
      draft.revision += 1
      fixture.send(.draft(.read(draft)))
      fixture.select(policy)
      fixture.press("f")
    },
    ScreenScene("guards") { fixture, _ in
      fixture.press("M")
      fixture.send(.draft(.guardsChecked(GuardSamples.reports)))
    },
    ScreenScene("mail") { fixture, _ in
      fixture.press("@")
      fixture.send(.mail(.told([])))
    },
    ScreenScene("mail-reading") { fixture, _ in
      fixture.press("@")
      fixture.send(.mail(.told([MailDayHead(day: 20_700, count: 12_345, bytes: 1, reads: [:])])))
      let progress = MailProgress(windows: 7, windowsInAll: 30, messages: 81_234, requests: 90, secondsLeft: 260)
      fixture.send(.mail(.progressed(progress)))
    },
    ScreenScene("whatif") { fixture, cast in
      fixture.select(cast.policies[0].id)
      fixture.press("w")
    },
    ScreenScene("whatif-undecided") { fixture, cast in
      fixture.press("w", "ctrl-u")
      fixture.send(.input(.paste("x@mail.\(cast.newPattern)")))
      fixture.press("tab", "tab", "tab")
      fixture.type("198.51.100")
      fixture.press("shift-tab")
    },
    ScreenScene("history") { fixture, cast in
      fixture.press("H")
      fixture.send(.history(.read(try fixture.records(cast))))
    },
    ScreenScene("history-opened") { fixture, cast in
      fixture.press("H")
      fixture.send(.history(.read(try fixture.records(cast))))
      fixture.press("enter")
    },
    ScreenScene("changes") { fixture, cast in
      fixture.press("U")
      let entries = cast.titles.enumerated().map { place, title in
        ChangeLog.Entry(
          sequence: place + 1,
          at: fixture.state.now.addingTimeInterval(Double(place) * 61),
          title: title
        )
      }
      fixture.send(.history(.changesRead(ChangeLog(entries: entries, cursor: 3))))
    },
    ScreenScene("picker-sort") { fixture, _ in fixture.press("s", "g", "space") },
    ScreenScene("picker-columns") { fixture, _ in fixture.press(",", "j", "space") },
    ScreenScene("picker-themes") { fixture, cast in
      fixture.press("T")
      let shipped = ThemeLibrary.shipped.names
      let options = try (cast.themeNames ?? shipped).enumerated().map { place, name in
        ThemeOption(name: name, theme: try ThemeLibrary.shipped.theme(named: shipped[place % shipped.count]))
      }
      fixture.send(.outside(.themesListed(options)))
      fixture.press("j", "j")
    },
    ScreenScene("theme-chosen") { fixture, cast in
      fixture.press("T")
      let names = cast.themeNames ?? ["gruvbox-dark"]
      fixture.send(.outside(.themesListed(names.map { ThemeOption(name: $0, theme: .plain) })))
      fixture.press("enter")
    },
    ScreenScene("picker-accounts") { fixture, cast in
      fixture.state.accounts = [
        AccountEntry(label: "acme", name: cast.accountName, environment: .live, host: cast.host, isCurrent: true),
        AccountEntry(label: "try", name: "Trial", environment: .sandbox, host: "127.0.0.1:8787", isCurrent: false),
      ]
      fixture.press("A", "j")
    },
    ScreenScene("drafts") { fixture, _ in try fixture.drafts() },
    ScreenScene("drafts-naming") { fixture, cast in
      try fixture.drafts()
      fixture.press("G", "enter")
      fixture.send(.input(.paste(cast.reason)))
    },
    ScreenScene("picker-copy") { fixture, cast in
      fixture.select(cast.policies[4].id)
      fixture.press("Y", "j")
    },
    ScreenScene("palette") { fixture, _ in fixture.press(":") },
    ScreenScene("palette-found") { fixture, cast in
      fixture.press(":")
      fixture.send(.input(.paste("undo")))
    },
    ScreenScene("help") { fixture, _ in fixture.press("?") },
    ScreenScene("help-search") { fixture, _ in
      fixture.press("?", "/")
      fixture.type("mark")
    },
    ScreenScene("log") { fixture, cast in
      fixture.send(.outside(.exported(to: cast.fileName)))
      fixture.send(.outside(.copyFailed(Problem(.terminal, what: cast.problem, advice: cast.serverMessage))))
      fixture.press("y", "L")
    },
  ]
}

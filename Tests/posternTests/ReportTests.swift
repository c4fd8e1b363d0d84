import Foundation
import JSONText
import MailLog
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing
import Values

@testable import postern

@Suite("Reports")
struct ReportTests {
  private static let now = Date(timeIntervalSince1970: 1_790_000_000)

  /// What means something in Markdown, in HTML, in an attribute, or to an eye.
  private static let hostile = [
    "<script>alert(1)</script>@x.example", #""><img src=x onerror=alert(1)>@x.example"#, "a|b@x.example",
    "`code`@x.example", "x@x.example\n| forged | row |", "[link](https://evil.example)", "</style><b>@x.example",
    "![](https://evil.example/p.png)", "&lt;b&gt;", "'onload='x", "\u{202E}gro.live@bob", "a\u{200B}b@x.example",
    "@everyone #1 !2", "\\|", "```", "--></svg>", "",
  ]

  private static let policies: [AllowPolicy] =
    [
      .brief("abuse@acme.example", .email, "x", id: "r1"), .brief("payroll.anna@acme.example", .email, "xt", id: "r2"),
      .brief(#"(carol|dave)@acme\.example"#, .email, "xr", id: "r3"), .brief("vendor.example", .domain, "t", id: "d1"),
      .brief("partner.example", .domain, "av", id: "d2"),
    ]
    + hostile.enumerated().map { number, pattern in
      AllowPolicy.brief(pattern, .email, number.isMultiple(of: 2) ? "t" : "ta", id: "p\(number)", comments: pattern)
    }

  private struct Scene {
    let workspace: Workspace
    let list: PolicyList

    init(_ policies: [AllowPolicy] = ReportTests.policies, guards: [Guard] = []) async throws {
      var account = Account.sample()
      account.name = "Acme <i>& Co</i> | `x`"
      var settings = RuleSettings()
      settings.guards = guards
      workspace = Workspace(
        account: account,
        service: FakePolicyService(policies),
        store: MemoryDraftStore(),
        cache: NoCache(),
        settings: settings
      )
      list = try await workspace.loadPolicies().list
    }

    func account(full: Bool = false, withMail: Bool = true) async throws -> Report {
      let mail = KeptMail.sample(of: ReportTests.policies, ending: 1_790_000_000)
      let maker = ReportMaker(workspace: workspace, mail: withMail ? mail : nil, isFull: full, now: ReportTests.now)
      return try await maker.report(on: ReportSubject(list: list, loadedAt: ReportTests.now))
    }

    func draft(full: Bool = false) async throws -> Report {
      let mail = KeptMail.sample(of: ReportTests.policies, ending: 1_790_000_000)
      let maker = ReportMaker(workspace: workspace, mail: mail, isFull: full, now: ReportTests.now)
      let subject = ReportSubject(list: list, loadedAt: ReportTests.now, review: try await workspace.review())
      return try await maker.report(on: subject)
    }

    /// Widens some, deletes one, and adds one.
    func queue() async throws {
      let set = PolicyFields(isTrustedSender: true, verifySender: false, comments: "<b>new</b> | `comment`")
      let edits = list.filter { ["d2", "p2", "p4", "r1"].contains($0.id.text) }.map {
        DraftEdit.FieldEdit(policy: $0, set: set)
      }
      _ = try await workspace.perform(.edit(edits))
      _ = try await workspace.perform(.delete([try #require(list[PolicyID("d1")])]))
    }
  }

  private struct NoCache: PolicyCache {
    func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? { nil }
    func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem) {}
    func head(of account: AccountKey) async throws(Problem) -> CachedHead? { nil }
    func save(_ head: CachedHead, of account: AccountKey) async throws(Problem) {}
  }

  private func text(_ report: Report, _ format: ReportRequest.Format) throws -> String {
    String(decoding: try ReportWriter.data(of: report, as: format), as: UTF8.self)
  }

  private func both() async throws -> [Report] {
    let scene = try await Scene()
    try await scene.queue()
    return [try await scene.account(), try await scene.draft()]
  }

  // MARK: - Escaping

  @Test("of HTML there are only our own tags and attributes, whatever the policies hold, and nothing is fetched or run")
  func html() async throws {
    for report in try await both() {
      let text = try text(report, .html)
      let tags: Set = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "dl", "dt", "dd", "table",
        "thead",
        "tbody", "tr", "th", "td", "code", "bdi", "span", "div", "svg", "rect", "details", "summary",
      ]
      let attributes: Set = [
        "lang", "charset", "http-equiv", "content", "name", "class", "dir", "viewBox", "preserveAspectRatio",
        "aria-hidden", "aria-label", "role", "width", "height", "x", "y", "data-count", "data-day",
      ]
      let body = text.replacing(try Regex("<style>[^<]*</style>"), with: "")
      for tag in body.matches(of: /<([^>]*)>/) {
        let inside = String(tag.1)
        let name = inside.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }
        #expect(tags.contains(String(name)), "<\(inside)>")
        for attribute in inside.matches(of: /([A-Za-z-]+)="[^"]*"/) {
          #expect(attributes.contains(String(attribute.1)), "<\(inside)>")
        }
        // Between the quotation marks of attributes there is nothing else.
        #expect(!inside.replacing(/"[^"]*"/, with: "").contains { "'<&".contains($0) }, "<\(inside)>")
      }
      #expect(body.count { $0 == "<" } == body.matches(of: /<[^>]*>/).count)
      #expect(text.contains("default-src 'none'") || text.contains("default-src &#39;none&#39;"))
      #expect(!text.contains("src=") || text.contains("src=x onerror"), "only as text")
      #expect(!text.contains("javascript:") && !text.contains("@import") && !text.contains("url("))
      for scalar in text.unicodeScalars {
        #expect(!(0x202A...0x202E).contains(scalar.value) && scalar.value != 0x200B)
      }
      #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;@x.example") || report.draft != nil)
    }
  }

  @Test("the policy of the page names the hash of its style, and no other source")
  func policy() throws {
    let policy = try ReportStyle.policy()
    let hash = try #require(policy.firstMatch(of: /style-src 'sha256-([A-Za-z0-9+\/=]+)'/)?.1)
    let bytes = try #require(Data(base64Encoded: String(hash)))
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(try SHA256.hex(of: Data(ReportStyle.css.utf8)) == hex)
    #expect(!policy.contains("unsafe") && !policy.contains("*"))
  }

  @Test("of Markdown every row has the cells of its table, and no text from outside stands bare")
  func markdown() async throws {
    for report in try await both() {
      let text = try text(report, .markdown)
      var columns: Int?
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          columns = nil
          continue
        }
        let cells = line.replacing("\\|", with: "").count { $0 == "|" } - 1
        #expect(columns == nil || columns == cells, "\(line)")
        columns = cells
      }
      // What is left once the code is taken out is ours.
      let bare = text.replacing("| <1% |", with: "").split(separator: "\n").map { Self.withoutCode(String($0)) }.joined(
        separator: "\n"
      )
      for sign in ["<", "](", "@everyone", "forged"] { #expect(!bare.contains(sign), "\(sign) in \(bare)") }
    }
  }

  /// A line without its code: from one run of backticks to the next of the same length.
  private static func withoutCode(_ line: String) -> String {
    var rest = line[...]
    var bare = ""
    while let start = rest.firstIndex(of: "`") {
      bare += rest[..<start]
      let fence = rest[start...].prefix { $0 == "`" }
      var end = fence.endIndex
      while let next = rest[end...].firstIndex(of: "`") {
        let run = rest[next...].prefix { $0 == "`" }
        end = run.endIndex
        if run.count == fence.count { break }
      }
      rest = rest[end...]
    }
    return bare + rest
  }

  @Test("what the server made of a type, a pattern or a comment is text as any other, in a draft's fields too")
  func hostileFields() async throws {
    let evil = "<b>|[x](https://evil.example)\n| forged |"
    let policies = [("h1", evil), ("h2", "ann@x.example")].map {
      AllowPolicy.brief($1, PatternType(rawValue: evil), "t", id: $0, comments: evil)
    }
    let scene = try await Scene(policies)
    _ = try await scene.workspace.perform(.delete([policies[0]]))
    let set = PolicyFields(patternType: .email, comments: "known")
    _ = try await scene.workspace.perform(.edit([DraftEdit.FieldEdit(policy: policies[1], set: set)]))
    for report in [try await scene.draft(), try await scene.account()] {
      let text = try text(report, .markdown)
      #expect(report.draft == nil || text.contains("| type |"))
      for line in text.replacing("| <1% |", with: "").split(separator: "\n") {
        let bare = Self.withoutCode(String(line))
        for sign in ["<b>", "](", "forged"] { #expect(!bare.contains(sign), "\(sign) in \(bare)") }
      }
      #expect(try !self.text(report, .html).contains("<b>"))
    }
  }

  // MARK: - Numbers

  @Test("the plots have the numbers of the overview, and are as long as they say")
  func plots() async throws {
    let report = try await Scene().account()
    guard case .account(let overview, _) = report.content else { return }
    let text = try text(report, .html)
    let rects = text.matches(
      of:
        /<td class="number">([0-9,]+)<\/td><td class="number quiet">([^<]+)<\/td><td class="plot"><svg[^>]*><rect[^>]*data-count="([0-9]+)" width="([0-9]+)"/
    )
    var places = rects[...]
    for kind in [Overview.Section.Kind.grants, .findings, .ages, .domains, .dangerDomains, .mailDomains, .mailPolicies]
    {
      let section = try #require(overview.sections.first { $0.kind == kind })
      let most = section.bars.map(\.count).max() ?? 0
      for bar in section.bars {
        let next = places.popFirst()
        let rect = try #require(next)
        #expect(Int(rect.3) == bar.count && rect.1 == bar.count.grouped)
        #expect(String(rect.2).replacing("&lt;", with: "<") == bar.share(of: section.whole))
        #expect(Int(rect.4) == bar.count * 1000 / max(1, most), "\(bar)")
      }
    }
    #expect(places.isEmpty)
    let mail = try #require(overview.mail)
    let days = text.matches(of: /<rect( class="danger")? data-day="[0-9-]+" data-count="([0-9]+)"/)
    let (all, grave) = days.reduce((0, 0)) { sums, day in
      let count = Int(day.2) ?? 0
      return day.1 == nil ? (sums.0 + count, sums.1) : (sums.0, sums.1 + count)
    }
    #expect(all == mail.passed.days.reduce(0) { $0 + $1.count } && all > 0)
    #expect(grave == mail.passed.days.reduce(0) { $0 + $1.grave } && grave > 0)
  }

  @Test("JSON decodes, has its members in order, and the same numbers")
  func json() async throws {
    for report in try await both() {
      let text = try text(report, .json)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let common: Set = [
        "account", "environment", "fingerprint", "guards", "made_at", "read_at", "subject", "version",
      ]
      if case .account(let overview, let dangers) = report.content {
        #expect(Set(object.keys) == common.union(["policies", "sections", "dangers", "mail"]))
        let sections = try #require(object["sections"] as? [[String: Any]])
        let counts = sections.map { ($0["bars"] as? [[String: Any]] ?? []).compactMap { $0["count"] as? Int } }
        #expect(counts == overview.sections.map { $0.bars.map(\.count) })
        #expect((object["dangers"] as? [Any])?.count == dangers.count && !dangers.isEmpty)
        #expect(dangers.allSatisfy { $0.level >= .danger && $0.examples.count <= Report.mostExamples })
      } else {
        #expect(Set(object.keys) == common.union(["review", "effects", "replay", "usage"]))
        #expect((object["review"] as? [String: Any])?["request"] == nil)
        let effects = try #require(object["effects"] as? [String: Int])
        #expect(effects.values.reduce(0, +) == 5)
      }
      #expect(object["made_at"] as? String == "2026-09-21T14:13:20Z")
      #expect(Self.isSorted(text))
    }
  }

  /// Whether the members of each object stand in the order of their names, by the indentation of our own layout.
  private static func isSorted(_ text: String) -> Bool {
    var last: [Int: String] = [:]
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count
      last = last.filter { $0.key <= depth }
      if line.drop(while: { $0 == " " }).first.map({ "{}[]".contains($0) }) ?? true { last[depth + 2] = nil }
      guard let name = line.firstMatch(of: #/^ *"([a-zA-Z_-]+)": /#)?.1 else { continue }
      if let before = last[depth], before >= name { return false }
      last[depth] = String(name)
    }
    return true
  }

  @Test("the same input gives the same bytes")
  func deterministic() async throws {
    for format in ReportRequest.Format.allCases {
      let (one, two) = (try await Scene().account(), try await Scene().account())
      #expect(try ReportWriter.data(of: one, as: format) == ReportWriter.data(of: two, as: format))
    }
  }

  // MARK: - What is said

  @Test(
    "recipients are shortened wherever they stand, unless they are told in full",
    arguments: ReportRequest.Format.allCases
  )
  func recipients(format: ReportRequest.Format) async throws {
    let scene = try await Scene()
    try await scene.queue()
    let names = ["abuse@acme", "payroll.anna", "carol", "dave", "person1"]
    for report in [try await scene.account(), try await scene.draft()] {
      let text = try text(report, format)
      for name in names { #expect(!text.contains(name), "\(name)") }
      #expect(text.contains("a…@acme.example"))
    }
    let full = try text(await scene.account(full: true), format)
    #expect(full.contains("abuse@acme.example") && full.contains("payroll.anna@acme.example"))
  }

  @Test("a draft's has every operation, what it opens, its findings, the replay and the fingerprint of the review")
  func draft() async throws {
    let rule = Guard(name: "nobody <passes> as us", .forbid(.all), try #require(Guard.scope("partner.example")))
    let scene = try await Scene(guards: [rule])
    try await scene.queue()
    let report = try await scene.draft()
    let text = try text(report, .markdown)
    let review = try #require(report.draft?.review)
    #expect(text.contains(review.fingerprint.hex))
    for operation in review.operations where operation.kind == .patch {
      #expect(text.contains("| patch | \(MarkdownText.cell(report.shortener(operation.operation.name))) |"))
    }
    #expect(text.contains("newly let through") && text.contains("What these policies let through so far"))
    #expect(text.contains("BROKEN | holds |"))
    #expect(text.contains("Newly let past all detections: mail from"))
  }

  @Test("of a draft it is known that mail was replayed, in what is needed too")
  func mailOfReview() async throws {
    let scene = try await Scene()
    try await scene.queue()
    let report = try await scene.draft()
    let draft = try #require(report.draft)
    #expect(draft.review.mail?.messages == draft.replay?.result.log.count && draft.review.mail != nil)
    let text = try text(report, .json)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect((json["review"] as? [String: Any])?["mail"] is [String: Any])
  }

  @Test("where the policies were read anew meanwhile none is made, as it would mix two lists")
  func readAnew() async throws {
    let service = FakePolicyService(Self.policies)
    let workspace = Workspace(
      account: .sample(),
      service: service,
      store: MemoryDraftStore(),
      cache: NoCache()
    )
    let list = try await workspace.loadPolicies().list
    _ = try await workspace.perform(.delete([Self.policies[0]]))
    let review = try await workspace.review()
    service.stored.removeLast()
    _ = try await workspace.loadPolicies()
    for mail in [nil, KeptMail.sample(of: Self.policies, ending: 1_790_000_000)] {
      for subject in [
        ReportSubject(list: list, loadedAt: Self.now), ReportSubject(list: list, loadedAt: Self.now, review: review),
      ] {
        let maker = ReportMaker(workspace: workspace, mail: mail, now: Self.now)
        let problem = await #expect(throws: Problem.self) { _ = try await maker.report(on: subject) }
        #expect(problem?.kind == .conflict && problem?.what.contains("read anew") == true)
      }
    }
  }

  @Test("without mail and with an empty draft it says so")
  func empty() async throws {
    let scene = try await Scene([])
    let account = try text(await scene.account(withMail: false), .markdown)
    #expect(account.contains("No mail was read") && account.contains("None is found."))
    let subject = ReportSubject(list: scene.list, loadedAt: Self.now, review: try await scene.workspace.review())
    let maker = ReportMaker(workspace: scene.workspace, mail: nil, now: Self.now)
    for format in ReportRequest.Format.allCases {
      let text = try text(await maker.report(on: subject), format)
      #expect(format == .json || text.contains("The draft is empty."))
    }
  }
}

extension Report {
  fileprivate var draft: Draft? { if case .draft(let draft) = content { draft } else { nil } }
}

import Policies
import PolicyCore
import PolicyQuery
import Values

extension Benchmark {
  static let overviews = [
    Benchmark("overview", "the account at a glance, without mail") { count in
      let request = try await OverviewRequest.made(count).request
      return Work {
        try Unexpected.unless(request.overview()?.policies == count, "policies are missing")
      }
    },
    Benchmark("overview/mail", "the same with the mail of a month, ten messages a policy") { count in
      let (request, list) = try await OverviewRequest.made(count)
      let heads = (0..<30).map { MailDayHead(day: 20_717 + $0, count: 1, bytes: 1, reads: [:]) }
      let mail = KeptMail(log: MadeMail.log(10 * count, of: list), heads: heads)
      let usage = try await PolicyUsage(of: PolicySet(list), in: mail)
      return Work {
        let told = PassedMail(mail).map { MailTold.told($0, usage) } ?? .nothing
        let used = request.overview(mail: told)?.mail?.used ?? 0
        try Unexpected.unless(used > 0, "nothing was let through")
      }
    },
  ]
}

extension OverviewRequest {
  fileprivate static func made(_ count: Int) async throws -> (request: OverviewRequest, list: PolicyList) {
    let fixture = try await Fixture(.mixed, policies: count)
    let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
    let now = Instant(microseconds: 1_790_000_000_000_000)
    return (OverviewRequest(fixture.list, draft: DraftSnapshot(), findings: findings, now: now), fixture.list)
  }
}

extension RuleSource {
  static let contract = RuleSource(
    title: "Cloudflare API, email security allow policies",
    url:
      "https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/allow_policies/"
  )
  static let allowPolicies = RuleSource(
    title: "Cloudflare, Email security: allow policies",
    url: "https://developers.cloudflare.com/cloudflare-one/email-security/policies/inbound/allow-policies/"
  )
  static let safeSenders = RuleSource(
    title: "Microsoft, Create sender allowlists for cloud mailboxes",
    url: "https://learn.microsoft.com/en-us/defender-office-365/create-safe-sender-lists-in-office-365"
  )
  static let scuba = RuleSource(
    title: "CISA SCuBA, Microsoft 365 security suite baseline, MS.SECURITYSUITE.6.2 (once MS.EXO.14.3)",
    url: "https://github.com/cisagov/ScubaGear/blob/main/PowerShell/ScubaGear/baselines/securitysuite.md"
  )
  static let smtp = RuleSource(
    title: "RFC 5321, section 4.5.3.1",
    url: "https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1"
  )
  static let nullSender = RuleSource(
    title: "RFC 5321, section 4.5.5, messages with a null reverse-path",
    url: "https://www.rfc-editor.org/rfc/rfc5321#section-4.5.5"
  )
  static let hostNames = RuleSource(
    title: "RFC 1123, section 2.1",
    url: "https://www.rfc-editor.org/rfc/rfc1123#section-2.1"
  )
  static let cidr = RuleSource(
    title: "RFC 4632, section 3.1",
    url: "https://www.rfc-editor.org/rfc/rfc4632#section-3.1"
  )
  static let specialPurpose = RuleSource(
    title: "RFC 6890, special-purpose address registries",
    url: "https://www.rfc-editor.org/rfc/rfc6890"
  )
  static let publicSuffixes = RuleSource(title: "Public Suffix List", url: "https://publicsuffix.org/")
  static let unicodeSecurity = RuleSource(
    title: "Unicode Technical Standard 39, security mechanisms",
    url: "https://www.unicode.org/reports/tr39/"
  )
  static let backtracking = RuleSource(
    title: "OWASP, Regular expression Denial of Service",
    url: "https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS"
  )
}

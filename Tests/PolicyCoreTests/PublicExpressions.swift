/// Expressions about senders, their domains and their servers, as public documentation and rules of mail gateways have
/// them, each once.
///
/// They are what people bring along: written for other engines, for parts of a header, without anchors, and some of them
/// wrong. Delimiters and flags are left out.
enum PublicExpressions {
  static let all: [String] = [
    // Cloudflare Email Security, and providers for it
    #".*@domain\.com"#, #".*@examp1e\.com$"#,
    // Microsoft Exchange transport rules
    #"\.zip$"#, #"\.live$"#, #"a(bc)*"#, #"^##"#, #"contoso$"#,
    // Google Workspace and Message Security
    #"(\W|^)[\w.+\-]{0,25}@(yahoo|hotmail|gmail)\.com(\W|$)"#, #"192\.168\.1\."#, #"192\.168\.1\.\d{1,3}"#,
    #"(\W|^)hell(\W|$)"#,
    // Mimecast
    #"^.*@.*\.example\.com$"#, #"^myoffice.*@gmail\.com$"#,
    // Hornetsecurity
    #"\@.*(\.au)"#, #"\@.*(\.in.net)"#, #"\@.*(\.au|\.de)\$"#, #"54.124.100.1*"#, #"j(ohn)?strange.*"#,
    #"j(ohn)?strange.*\@hornetsecurity\.com"#, #"\@.*(e-marketing.*)"#, #"\@.*\..*\..*"#,
    // Cisco Secure Email (AsyncOS)
    #"^helpmail.*@example\.com$"#, #"^admin@yourdomain\.com$"#, #"scarface"#, #"sun.com"#, #"^sun\.com$"#, #"^$"#,
    #"."#,
    // Fortinet FortiMail
    #"^[_a-z0-9-]+(\.[_a-z0-9-]+)*@(example|xmple|examp).(com|org|net)"#, #"[[:alnum:].]*@example\.com"#, #".*"#,
    #"^abc"#, #"abc$"#, #"^abc|abc$"#, #"ab{2,4}c"#, #"[Aa]bc"#, #"[^abc]+"#,
    // Symantec Mail Security
    #"j.n"#, #"jo.."#, #"sara.*"#, #"s.*m.*"#, #"s.+m.+"#,
    // Sophos PureMessage, and Sieve
    #".*\.com$"#, #"sirius(\+.*)?@friep\.example\.com"#, #"sirius(+\+.*)?@friep\.example\.com"#,
    #"sirius(\+.*)?@friep\.ex[]ample.com"#,
    // Eventus
    #"*mail.com"#, #"^*mail.*$"#, #"mail*.com"#, #"^mail.*"#, #"mail.com"#,
    // mailcow
    #"^((?!.*@(baz\.)?bar\.tld).)*$"#,
    // Postfix
    #"\.pro$"#, #"\.date$"#, #"\.science$"#, #"\.top$"#, #"\.download$"#, #"\.work$"#, #"\.click$"#, #"\.link$"#,
    #"\.review$"#, #"\.party$"#, #"\.xyz$"#, #"\.stream$"#, #"\.bid$"#, #"\.gq$"#, #"[%!@].*@"#, #"[%!@].*[%!@]"#,
    #"^postmaster@"#, #"^owner-.*"#, #"^(.*)-outgoing@(.*)$"#, #"^(?!owner-)(.*)-outgoing@(.*)"#,
    #"^(friend@(?!my\.domain$).*)$"#, #"^noddy@my\.domain$"#, #"^Message-ID:.*@(porcupine\.org)"#,
    #"^(From|Return-Path):.*\b(user@domain\.tld)\b"#,
    // Rspamd
    #"^(?:www-data|anonymous|ftp|apache|nobody|guest|nginx|web|www)@"#, #"@www\."#, #"\S<[-\w\.]+\@[-\w\.]+>"#,
    #"\@yahoo\.com\b"#, #"^\s*<.+\@mail\.ru>$"#, #"\@mail\.ru>?$"#, #"^\s*<.+\@gmail\.com>$"#, #"\@gmail\.com>?$"#,
    #"^\s*<.+\@ukr\.net>$"#, #"\@ukr\.net>?$"#,
    // Maps for Rspamd
    #"wwww"#, #"@\d{5,10}\.(com|io)"#, #"\.go\.id$"#, #"wordpress.?(demo|ubuntu)"#,
    #"\d{4,10}@[a-z]{3,15}\.com\.sa"#, #"re-\d{1,10}"#, #"@mail\.\d{4,10}\."#, #"@[a-z]{2,3}\.edu\.in"#,
    #"\.\d{4,10}\.[a-z]@"#, #"@client-\d{2,3}-\d{2,3}-\d{2,3}-\d{2,3}\."#, #"bc2infob2"#,
    #"@\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}-[a-z]{2,15}\."#, #"-\d{4,10}\.shop"#, #"facture@"#,
    #"\.\d{4,10}@\d{4,10}\."#, #"@\d{2,3}-\d{2,3}-\d{2,3}-\d{2,3}\."#, #"^[a-z]\.\d{5,10}@"#, #"ab1infoa1"#,
    #"@\d{3}\.[a-z]{3}\.com"#, #"telefonassistent"#, #"www-ch-"#, #"n0rep1y"#, #"uppsu@"#,
    #"@\d{2,3}\.\d{2,3}\.\d{2,3}\.\d{2,3}\."#, #"vip\.163\.com"#, #"-\d{1,10}\.firebaseapp\.com"#, #"@188\.com"#,
    #"\d{2,3}-\d{2,3}-\d{2,3}-\d{2,3}\.plesk\.page"#, #"angebot\@.{1,15}\.com"#, #"\.i4dots\.com$"#,
    #"\.firebaseapp\.com"#, #"\.nxcli\.(io|net)"#, #"\d{4,15}@163\.com"#, #"@qq\.com"#, #"\d{2,6}\.edu\.bd$"#,
    #"\.buzz$"#, #"\.kz$"#, #"[a-z]{2,4}\.edu\.az$"#, #"\.net\.pe$"#, #"[a-z]{2,5}\.ru$"#,
    #"@[a-z0-9]{2,10}\.[a-z0-9]{5,25}\.top$"#, #"\d{3,10}\.info$"#, #"\.hair$"#, #"[a-z]{2,4}\.gov\.br$"#,
    #"[a-z]{2,4}\.edu\.bd$"#, #"\.[a-z]{2,4}\.edu\.bn$"#, #"\.delivery$"#, #"[a-z]{3,15}\.[a-z]{3,15}\.cn$"#,
    #"\.cfd$"#, #"\.edu\.vn"#, #"\.sbs$"#, #"\.go\.ke$"#, #"\.ru\.com$"#, #"\.lol$"#, #"\.(biz|co|net|or)\.id$"#,
    #"\.gov\.pk$"#, #"\.gov\.ru$"#, #"\.(agency|cam|cat|chat|click|fun|top|work|xyz)$"#, #"netflix.?swiss"#,
    #"-spotify"#, #"visa\."#, #"krups-"#, #"deutschebahn\.@"#, #"app.?store"#, #"sparkasse@"#,
    #"\.americanexpress.\"#, #"uuccard-"#, #"nettflix"#, #"lidl\.cc"#, #"hl.?group"#, #"sumup@"#, #"netflix@"#,
    #"telekom@"#, #"elster@"#, #"card.?vpass"#, #"-advancia"#, #"klarna_"#, #"metamask@"#,
    #"aeon-(akbtt|bank|email)"#, #"cpanel-"#, #"news\.(info|mail)"#, #"recommendation@"#, #"(sender|suite)"#,
    #"seo@"#, #"account.{0,10}support"#, #"(crypto|invest).?(ai|ki)\."#, #"deal@"#, #"noreply\.\d{2,10}@"#,
    #"investment.{1,10}@outlook\.com"#, #"reset@"#, #"support.?account"#, #"testwp"#, #"notes\.?\d{1,10}@"#,
    #"mystery.?box"#, #"upgrade@"#, #"sales.?manager"#, #"email\.update"#, #"support\.?\d{1,10}@"#,
    #"cloud.?service@"#, #"reports\.?\d{1,10}@"#, #"admin-support@"#, #"@update-\d{1,2}-[a-z0-9]{5}\."#,
    #"notice-"#, #"admin\d@"#,
    // SpamAssassin
    #"(?:(?:[A-Z][A-Za-z]+|or|&)\.){2,}[A-Z][A-Za-z]+\@"#, #"(?:@|=)trix\.bounces\.google\.com(?:$|=)"#,
    #"(?:\s|^)"" <\S+>"#, #"(?:apache|www|web|tomcat|\biis\b).*\@"#, #"(?<![^\w.-])dns(?:admin)?\@"#,
    #"(?<![^\w.-])info\@"#, #"(\w{2,}) (\w{2,}) (\w{2,}) <\1.\2.\3"#, #"<(?!do\.not\.reply@)(?:\w{2,}\.){2,}\w+@"#,
    #"<(?:spamblocker-challenge|spambush|apd\.sspam|spamhippo|devnull-quarantine)\@"#, #"<>"#,
    #"<[^ @]+@[^ @>]+\.best>"#, #"<[^ @]+@[^ @>]+\.fun>"#, #"<[^ @]+@[^ @>]+\.online>"#, #"<[^ @]+@[^ @>]+\.site>"#,
    #"<[^ @]+@[^ @>]+\.xyz>"#, #"<bounce\S+\@\S+\.getresponse\.com>"#, #"<confirm-\S+\@spamguard\.vanquish\.com>"#,
    #"[+-].*="#, #"[0-9a-f]{11}\S*\@"#, #"[\@.]ebay\.\w\w\w?(?:\.\w\w)?$"#, #"[^@]{30}\w\@"#,
    #"[^\@0-9]{2}\d{3}\.(?:com|net|org|info|biz)$"#,
    #"[^\@]www[.\s][^\s"<\@]+[.\s](?:com|net|info|biz|org|\w\w)\b.*["<]"#, #"[a-z]{25,}\d*@"#,
    #"[bcdfgjklmnpqrstvwxz]{7}\S*\@"#, #"\'"#, #"\.\d+$"#, #"\.info$"#, #"\@(?!facebookmail)[a-z]{12}\."#,
    #"\@(?:sina|aliyun)\.com"#, #"\@(?:spamstomp\.com|ipermitmail\.com)>$"#, #"\@.*ebay"#,
    #"\@[0-9]{4,}(?:\.[a-z]{2,4})?\.[a-z]+$"#, #"\@[^.]{30}"#, #"\@[a-z]{12}\."#,
    #"\@[a-z]{2,}[0-9]{4,}(?:\.[a-z]{2,4})?\.[a-z]+$"#, #"\@\S*[bcdfgjklmnpqrstvwxz]{7}"#,
    #"\@\S*offers(?![eo]n\b)"#, #"\@amazonses\.com$"#, #"\@aol\."#, #"\@aol\.com\b"#,
    #"\@doclist\.bounces\.google\.com$"#, #"\@ebay\.com$"#, #"\@g(?:mail|oogle)\.com$"#,
    #"\@g(?:oogle)?mail\.com$"#, #"\@hohiko\.co\.uk$"#, #"\@hotmail\."#, #"\@hotmail\.com\b"#, #"\@live\."#,
    #"\@mail\.ru"#, #"\@msn\.com\b"#, #"\@mx\d+\."#, #"\@paypal\.com$"#, #"\@rocketmail\.com$"#,
    #"\@vps[0-9]{4,}\.[a-z]+$"#, #"\@yahoo(?:groups)?\."#, #"\@ymail\.com$"#, #"\D\d{8,}\@"#,
    #"\b[a-z]{10,30}\.[a-z]{3,10}\@[a-z]{3,10}\.[a-z]{6,30}\.[a-z]{2,4}\b"#, #"\basb\.co\.nz$"#,
    #"\bcommonwealth\.com\.au$"#, #"\be-?bay\b"#, #"\bfbi\.gov$"#, #"\bhsbc\.co\.uk$"#, #"\birs\.gov$"#,
    #"\blloyds(?:tsb)\.(?:co\.uk|com)$"#, #"\blutherh\@stratcom.com\b"#, #"\bno-?reply@"#, #"\bowner-"#,
    #"\d{11}\S*\@"#, #"\w+ <\w+ \w+\.\d+[^,@]+,@[a-z0-9.-]+>"#,
    #"^(?!(?:19|20)\d\d[01]\d[0-3]\d)(?![0-9a-f]*[a-f]{3})[0-9a-f]+\@"#, #"^(?!(?:19|20)\d\d[01]\d[0-3]\d)\d+\@"#,
    #"^(?:(?:[A-Z][A-Za-z]+|or|&)\.)+[A-Z][A-Za-z]+\@"#, #"^(?:[a-z]{1,3}\.){4,}[a-z]+\d+\@"#,
    #"^(?:[bcde][a-z]){16,}\@"#, #"^(?:\d{1,9}|[02-9]\d{10}|\d{12,})@"#, #"^[^=]+\.com\@[^\@]+$"#, #"^\d+@"#,
    #"^\d{3,50}[^0-9\@]"#, #"^\s*"[^"]"\s*<"#, #"^\s*"[^"]*"<"#, #"^cPanelon"#, #"^cpanel"#,
    #"^drive\-shares\-noreply\@google\.com$"#, #"^info@\d{5,}\.com$"#, #"^newsletters\@hohiko\.co\.uk$"#,
    #"^siweb\@si20\.com"#, #"^store-news\@amazon\.com$"#, #"^verify\@0spam.com$"#,
    #"alert\@notification\.messagelabs\.com"#, #"ban(?:k|co)"#, #"chase(?:2?-?paymentech)\.com$"#,
    #"delete\@errmail\."#, #"paypal"#, #"wellsfargo\.com$"#, #"westernunion\.com$"#,
  ]
}

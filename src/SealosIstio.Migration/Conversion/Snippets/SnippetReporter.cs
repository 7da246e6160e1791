using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// Reports on the directives of one snippet by name and place. Never by text: Sealos' snippets carry the headers that open
/// terminals.
/// </summary>
internal sealed class SnippetReporter(IngressSource source, string annotation, ConversionOptions options)
{
    // What keeps strangers out: dropping one of these opens the application.
    private static readonly string[] AccessPrefixes =
    [
        "auth_",
        "access_by_lua",
        "modsecurity",
        "secure_link",
        "ssl_verify_client",
        "ssl_client_certificate",
        "ssl_trusted_certificate",
        "waf",
    ];

    private static readonly HashSet<string> AccessDirectives =
    [
        "allow",
        "deny",
        "satisfy",
        "internal",
        "valid_referers",
    ];

    /// <summary>Whether anything was reported as not converted.</summary>
    public bool HasLosses { get; private set; }

    /// <summary>Reports on a directive; <paramref name="detail"/> may name variables, never values.</summary>
    public void Report(FindingDefinition definition, NginxDirective directive, string? detail = null)
    {
        HasLosses |= definition.Severity != FindingSeverity.Info;
        var message = $"{definition.Title}: {ShownName(directive)} at line {directive.Line}, column {directive.Column}";
        source.ReportAnnotation(
            definition,
            annotation,
            detail is null ? message + "." : $"{message}: {detail}.",
            hideValue: true
        );
    }

    /// <summary>Reports that a directive isn't converted; with an access rule in it, the Ingress is refused.</summary>
    public void ReportLost(FindingDefinition definition, NginxDirective directive, string? detail = null)
    {
        if (directive.WithDescendants().FirstOrDefault(IsAccessRule) is not { } rule)
        {
            Report(definition, directive, detail);
            return;
        }
        Report(FindingCatalog.SnippetAccessRule, rule, detail);
        if (!options.AllowInsecure.Contains(FindingCatalog.SnippetAccessRule.Code))
            source.Refuse();
    }

    /// <summary>Reports that the snippet can't be parsed, and refuses the Ingress: what it meant to guard is unknown.</summary>
    public void ReportFault(NginxFault fault)
    {
        HasLosses = true;
        var place = fault.Line > 0 ? $" at line {fault.Line}, column {fault.Column}" : "";
        source.ReportAnnotation(
            FindingCatalog.SnippetSyntax,
            annotation,
            $"{FindingCatalog.SnippetSyntax.Title}: {fault.Message}{place}.",
            hideValue: true
        );
        source.Refuse();
    }

    /// <summary>Says in the end what became of the snippet as a whole.</summary>
    public void Conclude(bool hasConverted)
    {
        if (hasConverted || !HasLosses)
            source.MarkApplied(annotation);
        else
            source.ReportAnnotation(FindingCatalog.SnippetNotConverted, annotation, hideValue: true);
    }

    private static bool IsAccessRule(NginxDirective directive) =>
        AccessDirectives.Contains(directive.Name)
        || AccessPrefixes.Any(prefix => directive.Name.StartsWith(prefix, StringComparison.Ordinal))
        || (directive.Name == "return" && directive.Count > 0 && directive[0] is ['4' or '5', _, _]);

    private static string ShownName(NginxDirective directive) =>
        directive.Name.Length <= 64
        && directive.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            ? directive.Name
            : "a directive";
}

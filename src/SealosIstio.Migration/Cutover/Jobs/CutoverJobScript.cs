using System.Globalization;
using System.Text;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Cutover.Jobs;

/// <summary>What a Pod runs: connects as its account, does its part, and fails when something of it is left.</summary>
internal static class CutoverJobScript
{
    private static readonly ConversionOptions Defaults = new();

    public static string Of(CutoverJobSettings settings, ConversionOptions options, string run)
    {
        var script = new StringBuilder();
        script.Append("$ErrorActionPreference = 'Stop'\nImport-Module SealosIstio\n");
        script.Append("Connect-SealosCluster").Append(Parameters(Platform(options))).Append(" | Out-Null\n");
        // Problems are errors: the report has them too, and the log is to show them all.
        script
            .Append("$report = ")
            .Append(settings.IsRollback ? "Invoke-IstioRollback" : "Invoke-SealosCutover")
            .Append(
                CultureInfo.InvariantCulture,
                $" -Shard ('{{0}}/{settings.Shards}' -f (1 + [int]$env:JOB_COMPLETION_INDEX))"
            )
            .Append(Parameters([new("RunId", run), .. Steps(settings), .. settings.Parameters]))
            .Append(" -Confirm:$false -Verbose -ErrorAction Continue\n$report | Format-List | Out-Host\n");
        if (settings.IsRollback)
            script.Append("exit [int](-not $report.IsComplete)\n");
        else
        {
            var steps = settings.Steps.Count > 0 ? settings.Steps : Enum.GetValues<CutoverStep>();
            script
                .Append("$left = @(")
                .AppendJoin(", ", steps.Select(step => Text(step.ToString())))
                .Append(") | Where-Object { -not $report -or $report.Run.Step($_).State -ne 'Completed' }\n")
                .Append("exit [int]($null -ne $left)\n");
        }
        // The kubelet would take $(NAME) for a variable.
        return script.Replace("$(", "$$(").ToString();
    }

    private static IEnumerable<KeyValuePair<string, object>> Steps(CutoverJobSettings settings) =>
        settings.IsRollback || settings.Steps.Count == 0
            ? []
            : [new("Step", settings.Steps.Select(step => step.ToString()).ToArray())];

    /// <summary>The parameters of Connect-SealosCluster that aren't at their defaults.</summary>
    private static IEnumerable<KeyValuePair<string, object>> Platform(ConversionOptions options)
    {
        if (options.PublicDomains.Count > 0)
            yield return new("PublicDomain", options.PublicDomains);
        if (options.GatewayReference != Defaults.GatewayReference)
            yield return new("GatewayReference", options.GatewayReference);
        if (options.GatewayNamespace != Defaults.GatewayNamespace)
            yield return new("GatewayNamespace", options.GatewayNamespace);
        if (!options.GatewaySelector.ToHashSet().SetEquals(Defaults.GatewaySelector))
            yield return new("GatewaySelector", options.GatewaySelector);
        if (options.PublicCredentialName != Defaults.PublicCredentialName)
            yield return new("PublicCredentialName", options.PublicCredentialName);
        if (!options.IngressClasses.SequenceEqual(Defaults.IngressClasses))
            yield return new("IngressClass", options.IngressClasses);
        if (options.AnnotationPrefix != Defaults.AnnotationPrefix)
            yield return new("AnnotationPrefix", options.AnnotationPrefix);
        if (options.TenantNamespacePrefix != Defaults.TenantNamespacePrefix)
            yield return new("TenantNamespacePrefix", options.TenantNamespacePrefix);
        if (options.ClusterDomain != Defaults.ClusterDomain)
            yield return new("ClusterDomain", options.ClusterDomain);
    }

    private static string Parameters(IEnumerable<KeyValuePair<string, object>> parameters) =>
        string.Concat(
            parameters.Select(parameter =>
                parameter.Value is true ? $" -{parameter.Key}" : $" -{parameter.Key} {Value(parameter.Value)}"
            )
        );

    private static string Value(object value) =>
        value switch
        {
            int number => number.ToString(CultureInfo.InvariantCulture),
            IReadOnlyDictionary<string, string> map =>
                $"@{{ {string.Join("; ", map.Select(entry => $"{Text(entry.Key)} = {Text(entry.Value)}"))} }}",
            IEnumerable<string> texts => string.Join(", ", texts.Select(Text)),
            _ => Text(value.ToString() ?? ""),
        };

    // Nothing in single quotes is evaluated; PowerShell takes four typographic ones for such a quote as well.
    private static string Text(string value)
    {
        var quoted = new StringBuilder("'");
        foreach (var letter in value)
            quoted.Append(letter, letter is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? 2 : 1);
        return quoted.Append('\'').ToString();
    }
}

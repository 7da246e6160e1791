using System.Text;

namespace SealosIstio.Tests.Module;

/// <summary>Renders docs/en-US/NAME.md: what a person wrote, then syntax and parameters as the code says.</summary>
internal static class HelpPage
{
    public static string Render(CmdletMetadata cmdlet, string current)
    {
        var page = new StringBuilder(HelpTopic.Handwritten(current));
        page.Append("\n\n").Append(HelpTopic.GeneratedFrom).Append("\n\n```\n");
        foreach (var set in cmdlet.ParameterSets)
            page.Append(Syntax(cmdlet, set)).Append('\n');
        page.Append("```\n\n## Parameters\n");
        foreach (var parameter in cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
            page.Append($"\n- `-{parameter.Name}` {Traits(parameter)}: {XmlSummaries.Of(parameter.Property)}");
        page.Append("\n\n## Outputs\n\n");
        page.AppendJoin(", ", cmdlet.OutputTypes.Select(type => type == typeof(void) ? "none" : $"`{type.FullName}`"));
        return page.Append('\n').ToString();
    }

    private static string Syntax(CmdletMetadata cmdlet, string? set)
    {
        var parts = new List<string> { cmdlet.Name };
        foreach (var parameter in MamlHelp.InOrder(cmdlet, set))
        {
            var place = parameter.PlaceIn(set)!;
            var name = place.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
            var text = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
            parts.Add(place.IsMandatory ? text : $"[{text}]");
        }
        if (cmdlet.SupportsShouldProcess)
            parts.Add("[-WhatIf] [-Confirm]");
        parts.Add("[<CommonParameters>]");
        return string.Join(' ', parts);
    }

    private static string Traits(CmdletParameter parameter)
    {
        var traits = new List<string> { parameter.IsSwitch ? "switch" : parameter.TypeName };
        if (parameter.Aliases.Count > 0)
            traits.Add($"alias {string.Join(", ", parameter.Aliases)}");
        if (parameter.TakesWildcards)
            traits.Add("wildcards");
        if (MamlHelp.PipelineInput(parameter) is { Length: > 5 } input)
            traits.Add($"pipeline {input[5..]}");
        return $"({string.Join("; ", traits)})";
    }
}

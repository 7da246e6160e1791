using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SealosIstio.Tests.Module;

/// <summary>The summaries of the cmdlets' XML documentation.</summary>
internal static partial class XmlSummaries
{
    private static readonly Dictionary<string, string> ByMember = XDocument
        .Load(Path.ChangeExtension(typeof(SealosCommand).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(
            member => member.Attribute("name")!.Value,
            member => Blanks().Replace(member.Element("summary")!.Value, " ").Trim()
        );

    /// <summary>What a type is for.</summary>
    public static string Of(Type type) => ByMember.GetValueOrDefault($"T:{type.FullName}", "");

    /// <summary>What a property is for, wherever in the hierarchy it is declared.</summary>
    public static string Of(PropertyInfo property) =>
        ByMember.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}", "");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}

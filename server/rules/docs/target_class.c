/* What a target must know beyond itself: the class around it, its constructor, its sections. */
#include "rules/docs/target.h"

#include "text/token.h"

/* ---- content --------------------------------------------------------------------------------- */

static Receiver receiver_of(const Target *target) {
    if (target->is_method && !(target->traits & TRAIT_STATIC)) {
        return RECEIVER_FIRST;
    }
    return target->is_nested ? RECEIVER_NAMED : RECEIVER_NONE;
}

void target_read(DocsUnit *unit, Target *target) {
    if (target->is_read) {
        return;
    }
    target->is_read = true;
    if (target_is_function(target)) {
        target->signature =
            signature_read(unit->ast, unit->text, target->node, receiver_of(target), unit->mem);
    }
    if (target->doc.state != DOCSTRING_READABLE) {
        return;
    }
    docstring_split(&target->doc, unit->text, unit->mem);
    target->style = style_of(&target->doc, unit->text, &target->style_token);
    const Signature *signature = target_is_function(target) ? &target->signature : NULL;
    if (target->style == STYLE_GOOGLE) {
        target->sections = sections_parse(&target->doc, unit->text, signature, unit->mem);
    }
    const DocLine *first = &target->doc.lines[target->doc.first];
    target->summary = (Span){first->text, first->end};
}

/* ---- classes --------------------------------------------------------------------------------- */

ClassRef target_class(const DocsUnit *unit, const Target *target) {
    if (target->parent != TARGET_NONE) {
        const Target *parent = &unit->targets.items[target->parent];
        return parent->is_class ? (ClassRef){unit->facts, parent->node} : (ClassRef){NULL, 0};
    }
    UnitId around = unit->file->outline->units[unit->unit].parent;
    bool is_class = unit->unit != UNIT_MODULE_ID && around != UNIT_NONE &&
                    unit->file->outline->units[around].kind == UNIT_CLASS;
    if (!is_class) {
        return (ClassRef){NULL, 0};
    }
    const UnitFacts *facts = file_model_unit(unit->file, around);
    NodeId node = facts->ast.node_count ? ast_definition(&facts->ast) : NODE_NONE;
    return node == NODE_NONE ? (ClassRef){NULL, 0} : (ClassRef){facts, node};
}

bool class_has_base(ClassRef class_ref, Str name) {
    if (!class_ref.facts) {
        return false;
    }
    const Ast *ast = &class_ref.facts->ast;
    for (NodeId base = ast_child(ast, class_ref.node, FIELD_BASES); base != NODE_NONE;
         base = ast_next_in_field(ast, base)) {
        if (str_equal(docs_last_name(ast, base), name)) {
            return true;
        }
    }
    return false;
}

bool class_documents_parameters(DocsUnit *unit, ClassRef class_ref) {
    if (!class_ref.facts) {
        return false;
    }
    Str text = class_ref.facts->text;
    Docstring doc = docstring_find(&class_ref.facts->ast, class_ref.node, text);
    if (doc.state != DOCSTRING_READABLE) {
        return false;
    }
    Span token;
    docstring_split(&doc, text, unit->mem);
    if (style_of(&doc, text, &token) != STYLE_GOOGLE) {
        return true;
    }
    Sections sections = sections_parse(&doc, text, NULL, unit->mem);
    return sections_first(&sections, SECTION_ARGS) != NULL;
}

static ClassRef constructor_in_unit(const DocsUnit *unit, const Target *target, Str name) {
    ClassRef found = {NULL, 0};
    for (uint32_t i = 0; i < target->member_count; i++) {
        const Target *member = &unit->targets.items[target->member_first + i];
        if (str_equal(member->name, name)) {
            found = (ClassRef){unit->facts, member->node};
        }
    }
    return found;
}

static ClassRef constructor_named(const DocsUnit *unit, const Target *target, Str name) {
    if (target->parent == TARGET_NONE && unit->unit != UNIT_MODULE_ID) {
        UnitId member = file_model_member(unit->file, unit->unit, name);
        if (member != UNIT_NONE) {
            const UnitFacts *facts = file_model_unit(unit->file, member);
            NodeId node = facts->ast.node_count ? ast_definition(&facts->ast) : NODE_NONE;
            bool usable = node != NODE_NONE && ast_kind_is_function(ast_kind(&facts->ast, node));
            return usable ? (ClassRef){facts, node} : (ClassRef){NULL, 0};
        }
    }
    return constructor_in_unit(unit, target, name);
}

ClassRef class_constructor(const DocsUnit *unit, const Target *target) {
    ClassRef found = constructor_named(unit, target, STR("__init__"));
    return found.facts ? found : constructor_named(unit, target, STR("__new__"));
}

/* ---- places ---------------------------------------------------------------------------------- */

uint32_t target_header_end(const DocsUnit *unit, const Target *target) {
    Span name = ast_name_span(unit->ast, target->node);
    NodeId body = ast_child(unit->ast, target->node, FIELD_BODY);
    uint32_t end = body == NODE_NONE ? ast_node(unit->ast, target->node)->end
                                     : ast_node(unit->ast, body)->start;
    Token colon = token_find(unit->text, (Span){name.end, end}, ":");
    return colon.kind == TOKEN_END ? name.end : colon.span.end;
}

static uint32_t definition_start(const DocsUnit *unit, const Target *target) {
    uint32_t start = ast_node(unit->ast, target->node)->start;
    NodeId decorator = ast_child(unit->ast, target->node, FIELD_DECORATOR_LIST);
    if (decorator != NODE_NONE && ast_node(unit->ast, decorator)->start < start) {
        start = ast_node(unit->ast, decorator)->start;
    }
    return start;
}

Report target_report(const DocsUnit *unit, const Target *target, RuleId rule, Span span,
                     int private_variant) {
    Report report = report_new(rule, span);
    report.owner = ast_name_span(unit->ast, target->node).start;
    /* A comment on a decorator's line, in the header or after the closing quotes counts. */
    uint32_t end = target->doc.state == DOCSTRING_READABLE ? target->doc.literal.end
                                                           : target_header_end(unit, target);
    report.definition = (Span){definition_start(unit, target), end};
    report.subject = target->name;
    report.anchor = target->node;
    if (private_variant != NO_VARIANT && target->is_private) {
        report.severity = (int)variant_info((VariantId)private_variant)->severity;
    }
    return report;
}

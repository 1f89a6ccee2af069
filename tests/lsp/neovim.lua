-- nvim --headless --clean -u neovim.lua   (BLUETICK and BLUETICK_PLUGIN in the environment)
-- A real editor: the plugin starts the server, a finding shows, a fix is applied, the finding goes.
local fails, count = 0, 0

local function check(ok, what)
  count = count + 1
  io.stdout:write((ok and 'ok ' or 'not ok ') .. count .. ' - ' .. what .. '\n')
  if not ok then
    fails = fails + 1
  end
end

local function wait_for(what, predicate)
  check(vim.wait(10000, predicate, 10), what)
end

local function codes(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    found[#found + 1] = diagnostic.code
  end
  return found
end

local function drawn(buffer)
  local marks = 0
  for _, namespace in pairs(vim.diagnostic.get_namespaces()) do
    for _, key in ipairs({ 'underline_ns', 'virt_text_ns' }) do
      local id = (namespace.user_data or {})[key]
      if id then
        marks = marks + #vim.api.nvim_buf_get_extmarks(buffer, id, 0, -1, {})
      end
    end
  end
  return marks
end

local function main()
  vim.opt.rtp:append(os.getenv('BLUETICK_PLUGIN'))
  vim.cmd('filetype plugin on')
  require('bluetick').setup({
    cmd = { os.getenv('BLUETICK'), 'server' },
  })
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder)
  local file = folder .. '/store.py'
  vim.fn.writefile({ 'LIMIT = 3', '', '', 'def smell(path):', '    return path' }, file)
  vim.cmd('edit ' .. file)
  local buffer = vim.api.nvim_get_current_buf()
  check(vim.bo[buffer].filetype == 'python', 'the buffer is Python')

  wait_for('one finding shows', function()
    return vim.deep_equal(codes(buffer), { 'docs/missing-docstring' })
  end)
  local found = vim.diagnostic.get(buffer)[1] or {}
  check(found.lnum == 3 and found.col == 4, 'it stands at the name')
  check(drawn(buffer) >= 1, 'it is drawn')

  vim.api.nvim_buf_set_lines(buffer, 1, 1, false, { 'é = "😀"' })
  wait_for('it moves with an edit', function()
    local moved = vim.diagnostic.get(buffer)[1]
    return moved and moved.lnum == 4
  end)

  vim.api.nvim_win_set_cursor(0, { 5, 5 })
  vim.ui.select = function(items, _, on_choice)
    on_choice(items[1], 1)
  end
  local before = vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
  vim.lsp.buf.code_action({ context = { only = { 'quickfix' } } })
  wait_for('a fix is applied', function()
    return not vim.deep_equal(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), before)
  end)
  wait_for('the finding is gone', function()
    return not vim.tbl_contains(codes(buffer), 'docs/missing-docstring')
  end)
  vim.cmd('silent write')
  check(not vim.deep_equal(vim.fn.readfile(file), before), 'the file on disk has the fix')

  vim.lsp.stop_client(vim.lsp.get_active_clients())
  wait_for('the server ends', function()
    return #vim.lsp.get_active_clients() == 0
  end)
end

local ok, message = xpcall(main, debug.traceback)
if not ok then
  io.stdout:write('Bail out! ' .. message .. '\n')
  fails = fails + 1
end
io.stdout:write('1..' .. count .. '\n' .. (count - fails) .. ' passed, ' .. fails .. ' failed\n')
vim.cmd(fails == 0 and 'qa!' or 'cq 1')
